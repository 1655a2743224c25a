'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Link } from '@/components/ui/link'

const TABS = [
  { href: '/admin', name: 'users' },
  { href: '/admin/registration', name: 'registration' },
  { href: '/admin/settings', name: 'settings' },
  { href: '/admin/mail', name: 'mail' },
  { href: '/admin/health', name: 'health' },
] as const

/** The parts of the administration. */
export function AdminTabs() {
  const t = useTranslations('admin.tabs')
  const path = usePathname()
  const isHere = (href: string) => path === href || (href === '/admin' && path.startsWith('/admin/users/'))
  return (
    <nav aria-label={t('label')} className="overflow-x-auto border-line border-b">
      <ul className="flex gap-6">
        {TABS.map(({ href, name }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere(href) ? 'page' : undefined}
              className="inline-flex min-h-11 items-center whitespace-nowrap border-transparent border-b-2 text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-brass aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
