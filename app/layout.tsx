import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Words } from '@/components/words'
import { pageRequestId } from '@/lib/http/page'
import './everywhere'
import { mono, sans } from './fonts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return {
    title: { template: `%s · ${t('product')}`, default: t('product') },
    description: t('tagline'),
    referrer: 'no-referrer',
    other: { 'request-id': (await pageRequestId()) ?? '' },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#120f0c' },
  ],
}

export default async function Layout({ children }: { children: ReactNode }) {
  const locale = await getLocale()
  const t = await getTranslations('common')
  const theme = (await cookies()).get('theme')?.value
  return (
    <html
      lang={locale}
      data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}
      className={`${sans.variable} ${mono.variable}`}
    >
      <body className="min-h-dvh">
        <a
          href="#content"
          className="sr-only z-50 rounded-field bg-ink text-paper focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:px-4 focus:py-2"
        >
          {t('skip')}
        </a>
        <Words areas={[]}>{children}</Words>
      </body>
    </html>
  )
}
