import type { ReactNode } from 'react'
import { Wordmark } from '@/components/brand'
import { PageFooter } from '@/components/page-footer'
import { Words } from '@/components/words'

/** Pages for whoever is not signed in: mark, title, one form, one line below. */
export default function AnonymousLayout({ children }: { children: ReactNode }) {
  return (
    <Words areas={['signIn', 'entry']}>
      <div className="mx-auto grid min-h-dvh w-full max-w-[432px] grid-rows-[auto_1fr_auto] px-4">
        <header className="pt-8 sm:pt-16">
          <Wordmark />
        </header>
        <main id="content" className="grid content-start gap-6 py-8">
          {children}
        </main>
        <PageFooter />
      </div>
    </Words>
  )
}
