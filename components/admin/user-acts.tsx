'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import type { Messages } from '@/lib/messages'
import type { User } from './user-list'

type Name = Exclude<keyof Messages['admin']['acts'], 'keep'>

type Act = {
  name: Name
  method: string
  path: string
  body?: object
  /** It takes something away that cannot be given back, or locks somebody out. */
  isHard?: boolean
  applies(user: User): boolean
}

const HELP: Act[] = [
  { name: 'mailReset', method: 'POST', path: '/password-reset', applies: () => true },
  {
    name: 'resetFactor',
    method: 'DELETE',
    path: '/second-factor',
    isHard: true,
    applies: ({ factor }) => factor !== null,
  },
  { name: 'endSessions', method: 'DELETE', path: '/sessions', applies: ({ sessions }) => sessions > 0 },
  { name: 'revokeTokens', method: 'DELETE', path: '/tokens', isHard: true, applies: ({ tokens }) => tokens > 0 },
  { name: 'promote', method: 'PUT', path: '/role', body: { role: 'admin' }, applies: ({ role }) => role === 'user' },
  { name: 'demote', method: 'PUT', path: '/role', body: { role: 'user' }, applies: ({ role }) => role === 'admin' },
]

const CLOSING: Act[] = [
  {
    name: 'disable',
    method: 'PUT',
    path: '/state',
    body: { state: 'disabled' },
    isHard: true,
    applies: ({ state }) => state !== 'disabled',
  },
  {
    name: 'enable',
    method: 'PUT',
    path: '/state',
    body: { state: 'active' },
    applies: ({ state }) => state === 'disabled',
  },
  { name: 'remove', method: 'DELETE', path: '', isHard: true, applies: () => true },
]

/** What an administrator can do for or to an account, each with what its owner will notice. */
export function UserActs({ user }: { user: User }) {
  const t = useTranslations('admin')
  const router = useRouter()
  const [asked, setAsked] = useState<Act>()
  const [done, setDone] = useState<Name>()
  const finish = ({ name }: Act) => {
    setAsked(undefined)
    setDone(name)
    if (name === 'remove') router.push('/admin')
    router.refresh()
  }
  const list = (acts: Act[]) =>
    acts
      .filter(({ applies }) => applies(user))
      .map(act => (
        <div key={act.name} className="grid gap-2">
          <p className="text-ink-soft text-sm">{t(`acts.${act.name}.text`)}</p>
          <Button
            kind={act.isHard ? 'danger' : 'secondary'}
            className="justify-self-start"
            onClick={() => setAsked(act)}
          >
            {t(`acts.${act.name}.button`)}
          </Button>
        </div>
      ))
  return (
    <>
      {done && <Notice kind="good">{t(`acts.${done}.done`, { name: user.email })}</Notice>}
      <Section title={t('user.help')} description={t('user.helpHint')}>
        <div className="grid gap-6">{list(HELP)}</div>
      </Section>
      <Section title={t('user.danger')} description={t('user.dangerHint')}>
        <div className="grid gap-6">{list(CLOSING)}</div>
      </Section>
      {asked && <Question act={asked} user={user} onClose={() => setAsked(undefined)} onDone={finish} />}
    </>
  )
}

function Question({
  act,
  user,
  onClose,
  onDone,
}: {
  act: Act
  user: User
  onClose: () => void
  onDone: (act: Act) => void
}) {
  const t = useTranslations('admin.acts')
  const call = useStepUp()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const run = async () => {
    setBusy(true)
    setFailure(undefined)
    await call(act.method, `/api/admin/users/${user.id}${act.path}`, act.body ? { body: act.body } : {})
      .then(
        () => onDone(act),
        error => setFailure(asRefused(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`${act.name}.ask`, { name: user.email })}
      description={t(`${act.name}.text`)}
    >
      {failure && <FailureNotice failure={failure} />}
      <DialogActions>
        <Button kind="secondary" onClick={onClose}>
          {t('keep')}
        </Button>
        <Button kind={act.isHard ? 'danger-confirmed' : 'primary'} busy={isBusy} onClick={() => void run()}>
          {t(`${act.name}.confirm`)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
