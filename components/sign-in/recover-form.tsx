'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call, callAnonymously, enter } from '@/components/api'
import { CODE_PLACES, plainCode, recoveryFault } from '@/components/factors/code'
import { RecoveryCodeField } from '@/components/factors/code-field'
import { Button, ButtonLink } from '@/components/ui/button'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { PageTitle } from '@/components/ui/page-title'
import { CHALLENGE_PAGE, dropChallenge, leaveFor, readChallenge } from './challenge'
import { ChallengeOver } from './challenge-over'
import { useOpenChallenge } from './open-challenge'

/** Signs in with a recovery code in place of the second factor, and says how many are left. */
export function RecoverForm() {
  const t = useTranslations('challenge.recover')
  const { over, next, learn } = useOpenChallenge()
  const [done, setDone] = useState<{ left: number; next: string }>()
  const send = async ({ code }: Record<string, string>) => {
    const kept = readChallenge()
    const body = { token: kept?.token ?? '', code: plainCode(code) }
    const answer = callAnonymously<{ access_token: string }>('POST', '/api/2fa/validate/login/', { body })
    enter((await answer.catch(learn)).access_token)
    dropChallenge()
    const { recovery_codes_left } = await call<{ recovery_codes_left: number }>('GET', '/api/2fa/manage/')
    setDone({ left: recovery_codes_left, next: kept?.next ?? '/account' })
  }
  if (done)
    return (
      <>
        <PageTitle lead={t('left', { left: done.left })}>{t('done')}</PageTitle>
        <Button wide onClick={() => void leaveFor(done.next)}>
          {t('continue')}
        </Button>
        <ButtonLink href="/account/recovery-codes" kind="secondary" wide>
          {t('newCodes')}
        </ButtonLink>
      </>
    )
  if (over) return <ChallengeOver over={over} next={next} />
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Form send={send} check={recoveryFault} places={CODE_PLACES} className="grid gap-4">
        <RecoveryCodeField label={t('code')} hint={t('hint')} autoFocus />
        <Submit wide>{t('submit')}</Submit>
      </Form>
      <p>
        <Link href={CHALLENGE_PAGE} className="rounded-field underline underline-offset-4">
          {t('back')}
        </Link>
      </p>
    </>
  )
}
