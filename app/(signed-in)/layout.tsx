import type { ReactNode } from 'react'
import { Navigation } from '@/components/account/navigation'
import { StepUp } from '@/components/account/step-up'
import { Wordmark } from '@/components/brand'
import { AccountFooter } from '@/components/preferences/account-footer'
import { ApplyPreferences } from '@/components/preferences/apply-preferences'
import { IdleWatch } from '@/components/preferences/idle-watch'
import { Words } from '@/components/words'
import { idleMinutes, type PreferenceName } from '@/lib/core/preferences'
import { pagePreferences, requirePageViewer } from '@/lib/http/page'

/** Pages for signed-in people: a rail at the left, or a bar with a menu on phones. Each page asks again who is looking. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { role, userId } = await requirePageViewer()
  const preferences = await pagePreferences(userId)
  const text = (name: PreferenceName) => String(preferences.find(({ key }) => key === name)?.value ?? '')
  return (
    <Words areas={['account', 'preferences']}>
      <div className="mx-auto grid min-h-dvh w-full max-w-[1200px] grid-rows-[auto_1fr_auto] px-4 md:grid-cols-[13rem_minmax(0,1fr)] md:grid-rows-[1fr_auto] md:gap-x-12 md:px-8">
        <Navigation isAdmin={role === 'admin'} home={<Wordmark />} />
        <main id="content" className="min-w-0 py-8 md:py-12">
          <StepUp>{children}</StepUp>
        </main>
        <div className="md:col-start-2">
          <AccountFooter />
        </div>
      </div>
      <ApplyPreferences theme={text('theme')} lang={text('lang')} timezone={text('timezone')} />
      <IdleWatch minutes={idleMinutes(preferences)} />
    </Words>
  )
}
