'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { finishIntraProof } from '@/components/account/intra-proof'
import { useStepUp } from '@/components/account/step-up'
import { callAnonymously } from '@/components/api'
import { Refused } from '@/components/refused'
import { goOn, leaveFor, type SignedIn } from '@/components/sign-in/challenge'
import { asRefused } from '@/components/ui/failure'
import { PageTitle } from '@/components/ui/page-title'
import { Spinner } from '@/components/ui/spinner'
import { Newcomer, type Proposal } from './newcomer'
import { Outcome } from './outcome'
import { forgetNext, isProof, nextAfterVisit } from './visit'

/** What somebody comes to this page for: back from 42, or signed in and about to link what they brought. */
export type Errand = 'login' | 'link' | 'join'

type State = { proposal?: Proposal; failure?: Refused; proven?: true }

/** Where visits to 42 land: finishes what was begun, by itself, and says how it went. */
export function Landing({ errand, error }: { errand: Errand; error: string | undefined }) {
  const t = useTranslations('intra.landing')
  const finish = useFinish()
  const begun = useRef(false)
  const [state, setState] = useState<State>({})
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came back is good once, so this happens once.
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    if (error) setState({ failure: new Refused(0, error) })
    else finish(errand).then(setState, error => setState({ failure: asRefused(error) }))
  }, [])
  if (state.failure) return <Outcome errand={errand} failure={state.failure} />
  if (state.proposal) return <Newcomer proposal={state.proposal} />
  if (state.proven) return <PageTitle lead={t('provenText')}>{t('proven')}</PageTitle>
  return (
    <PageTitle lead={t('text')}>
      <span className="inline-flex items-center gap-3">
        {t('title')}
        <Spinner />
      </span>
    </PageTitle>
  )
}

function useFinish() {
  const call = useStepUp()
  const link = async (path: string) => {
    await call('POST', path)
    return leaveFor('/account/connections?linked')
  }
  return async (errand: Errand): Promise<State> => {
    if (errand === 'link') return link('/api/oauth2/intra/link/')
    if (errand === 'join') return link('/api/account/intra/link')
    if (!isProof()) return signIn()
    await finishIntraProof()
    return { proven: true }
  }
}

async function signIn(): Promise<State> {
  const next = nextAfterVisit()
  try {
    const answer = await callAnonymously<SignedIn>('POST', '/api/oauth2/intra/login/')
    forgetNext()
    return await goOn(answer, next)
  } catch (error) {
    if (!(error instanceof Refused && IS_NEWCOMER.has(error.code))) throw error
    const proposal = await propose().catch(() => undefined)
    if (!proposal) throw error
    // Whoever opened the mail's link in a browser that had to prove itself first goes on there.
    if (next.startsWith('/intra/activate')) return leaveFor(next)
    return { proposal }
  }
}

/** The page may be loaded anew when the visit is spent already; who came is still known for a while. */
const IS_NEWCOMER = new Set(['account_not_linked', 'invalid_exchange'])

const propose = () => callAnonymously<Proposal>('GET', '/api/account/intra/registration')
