'use client'

import { useTranslations } from 'next-intl'
import { callAnonymously } from '@/components/api'
import { useClockHint } from '@/components/factors/clock-hint'
import { CODE_PLACES, codeFault, plainCode } from '@/components/factors/code'
import { CodeField } from '@/components/factors/code-field'
import { Checkbox } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { PageTitle } from '@/components/ui/page-title'
import { goOn, readChallenge } from './challenge'
import { ChallengeOver } from './challenge-over'
import { useOpenChallenge } from './open-challenge'
import { SendAgain } from './send-again'

/** Asks for the code of the second factor; where codes come by e-mail, another one can be asked for. */
export function TwoFactorForm({ trustDays }: { trustDays: number }) {
  const t = useTranslations('challenge.twoFactor')
  const { open, over, next, learn } = useOpenChallenge()
  const clock = useClockHint()
  const send = async ({ code, remember }: Record<string, string>) => {
    const kept = readChallenge()
    const body = { token: kept?.token ?? '', code: plainCode(code), remember_device: remember === 'on' }
    const answer = callAnonymously<{ access_token: string }>('POST', '/api/2fa/validate/login/', { body })
    await goOn(await clock.watch(answer).catch(learn), kept?.next ?? '/account')
  }
  if (over) return <ChallengeOver over={over} next={next} />
  const byMail = open?.type === 'EM'
  return (
    <>
      <PageTitle lead={<span className={open ? '' : 'invisible'}>{t(byMail ? 'leadByMail' : 'lead')}</span>}>
        {t('title')}
      </PageTitle>
      <Form send={send} check={codeFault} places={CODE_PLACES} className="grid gap-4">
        <Checkbox name="remember" label={t('remember', { days: trustDays })} hint={t('rememberHint')} />
        <CodeField label={t('code')} />
        {clock.hint}
        <Submit wide>{t('submit')}</Submit>
      </Form>
      {byMail && (
        <SendAgain send={() => callAnonymously('POST', '/api/2fa/otp/', { body: { token: readChallenge()?.token } })} />
      )}
      <OtherWays />
    </>
  )
}

function OtherWays() {
  const t = useTranslations('challenge.twoFactor')
  return (
    <ul className="grid gap-2">
      <li>
        <Link href="/login/recover" className="rounded-field underline underline-offset-4">
          {t('recover')}
        </Link>
      </li>
      <li>
        <Link href="/login" className="rounded-field text-ink-soft underline underline-offset-4">
          {t('other')}
        </Link>
      </li>
    </ul>
  )
}
