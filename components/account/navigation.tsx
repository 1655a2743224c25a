'use client'

import {
  History,
  KeyRound,
  Link2,
  LogOut,
  type LucideIcon,
  Menu,
  MonitorSmartphone,
  ShieldCheck,
  SlidersHorizontal,
  User,
  UserCog,
  Vault,
  X,
} from 'lucide-react'
import { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { leave } from '@/components/account/leave'
import { followOtherTabs } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'

/** What a signed-in person can go to, in this order; a page adds itself here. */
const PLACES = [
  { href: '/vault', name: 'vault', icon: Vault, onlyAdmins: false },
  { href: '/account', name: 'account', icon: User, onlyAdmins: false },
  { href: '/account/two-factor', name: 'twoFactor', icon: ShieldCheck, onlyAdmins: false },
  { href: '/account/connections', name: 'connections', icon: Link2, onlyAdmins: false },
  { href: '/account/sessions', name: 'sessions', icon: MonitorSmartphone, onlyAdmins: false },
  { href: '/account/tokens', name: 'tokens', icon: KeyRound, onlyAdmins: false },
  { href: '/account/activity', name: 'activity', icon: History, onlyAdmins: false },
  { href: '/account/preferences', name: 'preferences', icon: SlidersHorizontal, onlyAdmins: false },
  { href: '/admin', name: 'administration', icon: UserCog, onlyAdmins: true },
] as const

/** The rail on wide screens; on phones a bar whose menu opens the same list. */
export function Navigation({ isAdmin, home }: { isAdmin: boolean; home: ReactNode }) {
  const t = useTranslations('account.navigation')
  const common = useTranslations('common')
  const [isStuck, setStuck] = useState(false)
  const path = usePathname()
  // Whoever has arrived somewhere else is done with the menu.
  const [openedAt, setOpenedAt] = useState<string>()
  const open = openedAt === path
  useEffect(followOtherTabs, [])
  const places = PLACES.filter(({ onlyAdmins }) => isAdmin || !onlyAdmins)
  return (
    <header className="md:sticky md:top-0 md:row-span-2 md:h-dvh md:overflow-y-auto md:py-12">
      <div className="flex items-center justify-between py-3 md:py-0">
        {home}
        <Button
          kind="quiet"
          size="icon"
          className="md:hidden"
          aria-label={common('menu')}
          aria-expanded={open}
          aria-controls="places"
          onClick={() => setOpenedAt(open ? undefined : path)}
        >
          {open ? <X aria-hidden /> : <Menu aria-hidden />}
        </Button>
      </div>
      <nav id="places" aria-label={t('label')} className={`${open ? 'block' : 'hidden'} pb-4 md:mt-8 md:block`}>
        <ul className="grid gap-1">
          {places.map(({ href, name, icon }) => (
            <li key={href}>
              <Link
                href={href}
                onClick={() => setOpenedAt(undefined)}
                aria-current={isHere(path, href) ? 'page' : undefined}
                className="flex min-h-11 items-center gap-3 rounded-field px-3 text-ink-soft hover:bg-wash hover:text-ink aria-[current=page]:bg-wash aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                <PlaceIcon icon={icon} />
                {t(name)}
              </Link>
            </li>
          ))}
          <li>
            <button
              type="button"
              onClick={() => void leave().catch(() => setStuck(true))}
              className="flex min-h-11 w-full items-center gap-3 rounded-field px-3 text-ink-soft hover:bg-wash hover:text-ink"
            >
              <LogOut aria-hidden className="size-4" />
              {t('signOut')}
            </button>
            <p role="alert" className="px-3 text-danger text-sm">
              {isStuck && t('notSignedOut')}
            </p>
          </li>
        </ul>
      </nav>
    </header>
  )
}

/** Pages are sent whole, so that one that breaks can say so by its status: until it is there, its place waits visibly. */
function PlaceIcon({ icon: Icon }: { icon: LucideIcon }) {
  const { pending } = useLinkStatus()
  return <Icon aria-hidden className={`size-4 ${pending ? 'text-brass motion-safe:animate-pulse' : ''}`} />
}

/** A place holds the pages below it, except that all of them are below the account. */
const isHere = (path: string, href: string) => path === href || (href !== '/account' && path.startsWith(`${href}/`))
