'use client'

import { useTranslations } from 'next-intl'
import { Link } from '@/components/ui/link'

/** The key of the house. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={`shrink-0 ${className}`}>
      <rect width="32" height="32" rx="8" fill="#2a251f" />
      <g fill="none" stroke="#d9ac5c" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="M15.2 16.8 25 7M21.4 10.6l3 3M18.6 13.4l2.2 2.2" />
        <circle cx="11.6" cy="20.4" r="5" />
      </g>
    </svg>
  )
}

/** Mark and name, leading home. */
export function Wordmark() {
  const t = useTranslations('common')
  return (
    <Link
      href="/"
      aria-label={t('home')}
      className="inline-flex min-h-11 items-center gap-2.5 rounded-field font-semibold tracking-tight"
    >
      <Mark />
      {t('product')}
    </Link>
  )
}
