'use client'

import { useTranslations } from 'next-intl'
import type { Refused } from '@/components/refused'
import { ButtonLink } from '@/components/ui/button'
import { FailureNotice, useFailureWords } from '@/components/ui/failure'
import { Link } from '@/components/ui/link'
import { PageTitle } from '@/components/ui/page-title'
import type { Errand } from './landing'
import { nextAfterVisit } from './visit'
import { VisitButton } from './visit-button'

/** Outcomes that are nobody's fault, and those after which another visit may succeed. */
const OUTCOMES = ['access_denied', 'state_mismatch', 'invalid_exchange', 'upstream', 'already_linked'] as const
const isOutcome = (code: string): code is (typeof OUTCOMES)[number] => (OUTCOMES as readonly string[]).includes(code)
const MAY_TRY_AGAIN = new Set(['access_denied', 'state_mismatch', 'invalid_exchange', 'upstream', 'throttled'])

/** How a visit to 42 ended otherwise than hoped: one sentence, and one button to go on. */
export function Outcome({ errand, failure }: { errand: Errand; failure: Refused }) {
  const t = useTranslations('intra.outcome')
  const say = useFailureWords()
  const { code } = failure
  const isAccount = errand !== 'login'
  const again = MAY_TRY_AGAIN.has(code) && code !== 'access_denied'
  const home = isAccount ? '/account/connections' : '/login'
  const known = isOutcome(code)
  return (
    <>
      <PageTitle lead={say(failure)}>{t(known ? code : 'other')}</PageTitle>
      {failure.details.requestId && failure.status >= 500 && <FailureNotice failure={failure} />}
      {again ? (
        <>
          <VisitButton purpose={isAccount ? 'link' : 'login'} wide {...(!isAccount && { next: nextAfterVisit() })}>
            {t('again')}
          </VisitButton>
          <p>
            <Link href={home} className="rounded-field underline underline-offset-4">
              {t(isAccount ? 'connections' : 'login')}
            </Link>
          </p>
        </>
      ) : (
        <ButtonLink href={home} wide>
          {t(isAccount ? 'connections' : 'login')}
        </ButtonLink>
      )}
    </>
  )
}
