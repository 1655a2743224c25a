import type { ReactNode } from 'react'
import { Navigation } from '@/components/account/navigation'
import { StepUp } from '@/components/account/step-up'
import { Wordmark } from '@/components/brand'
import { PageFooter } from '@/components/page-footer'
import { Words } from '@/components/words'
import { requirePageViewer } from '@/lib/http/page'

/** Pages for signed-in people: a rail at the left, or a bar with a menu on phones. Each page asks again who is looking. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { role } = await requirePageViewer()
  return (
    <Words areas={['account']}>
      <div className="mx-auto grid min-h-dvh w-full max-w-[1200px] grid-rows-[auto_1fr_auto] px-4 md:grid-cols-[13rem_minmax(0,1fr)] md:grid-rows-[1fr_auto] md:gap-x-12 md:px-8">
        <Navigation isAdmin={role === 'admin'} home={<Wordmark />} />
        <main id="content" className="min-w-0 py-8 md:py-12">
          <StepUp>{children}</StepUp>
        </main>
        <div className="md:col-start-2">
          <PageFooter />
        </div>
      </div>
    </Words>
  )
}
