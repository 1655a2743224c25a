import { NextIntlClientProvider } from 'next-intl'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { type Area, catalogue } from '@/lib/messages'

/** The words that the client components below it use: `common`, `failures` and these areas, and no others. */
export async function Words({ areas, children }: { areas: Area[]; children: ReactNode }) {
  const messages = catalogue[await getLocale()]
  const wanted = [...new Set<Area>(['common', 'failures', ...areas])]
  return (
    <NextIntlClientProvider messages={Object.fromEntries(wanted.map(area => [area, messages[area]]))}>
      {children}
    </NextIntlClientProvider>
  )
}
