'use client'

import { Laptop, Smartphone, Terminal } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { Time } from '@/components/ui/time'
import { nameDevice } from '@/lib/messages/devices'

export type SignedInDevice = {
  id: string
  current: boolean
  method: string
  address: string
  device: string
  createdAt: Date
  lastSeenAt: Date
}

/** Where the account is signed in, this device first; the others can be signed out, one or all. */
export function SessionList({ sessions }: { sessions: SignedInDevice[] }) {
  const t = useTranslations('account.sessions')
  const router = useRouter()
  const [asked, setAsked] = useState<'others' | SignedInDevice>()
  const [said, setSaid] = useState('')
  const others = sessions.filter(({ current }) => !current).length
  return (
    <>
      <ul className="grid border-line border-t">
        {sessions.map(session => (
          <Session key={session.id} session={session} onEnd={() => setAsked(session)} />
        ))}
      </ul>
      {others > 0 && (
        <Button kind="danger" className="justify-self-start" onClick={() => setAsked('others')}>
          {t('endOthers', { count: others })}
        </Button>
      )}
      <p role="status" className={said ? 'text-sm' : 'sr-only'}>
        {said}
      </p>
      {asked && (
        <EndSessions
          asked={asked}
          count={others}
          onClose={ended => {
            setAsked(undefined)
            if (!ended) return
            setSaid(asked === 'others' ? t('othersEnded', { count: others }) : t('ended'))
            router.refresh()
          }}
        />
      )}
    </>
  )
}

function Session({ session, onEnd }: { session: SignedInDevice; onEnd: () => void }) {
  const t = useTranslations('account.sessions')
  const common = useTranslations('common')
  const { current, device, address, method, lastSeenAt, createdAt } = session
  const name = common('device', nameDevice(device))
  const Icon = /Android|iPhone|iPad|Mobile/.test(device) ? Smartphone : /Mozilla/.test(device) ? Laptop : Terminal
  const [first, factor = 'none'] = method.split('+')
  return (
    <li className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 border-line border-b py-4 sm:grid-cols-[auto_1fr_auto]">
      <Icon aria-hidden className="size-5 self-start text-ink-soft" />
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 break-words font-medium">
          {name}
          {current && (
            <span className="rounded-full border border-line bg-wash px-2 font-normal text-sm">{t('current')}</span>
          )}
        </p>
        <p className="break-words text-ink-soft text-sm">
          {t.rich('seen', { address, when: () => <Time at={lastSeenAt} /> })}
        </p>
        <p className="text-ink-soft text-sm">
          {t.rich('signedIn', { method: first ?? '', factor, when: () => <Time at={createdAt} /> })}
        </p>
      </div>
      {!current && (
        <Button
          kind="secondary"
          aria-label={t('endNamed', { name })}
          className="col-start-2 justify-self-start sm:col-start-3"
          onClick={onEnd}
        >
          {t('end')}
        </Button>
      )}
    </li>
  )
}

type EndProps = { asked: 'others' | SignedInDevice; count: number; onClose: (ended: boolean) => void }

function EndSessions({ asked, count, onClose }: EndProps) {
  const t = useTranslations('account.sessions.ask')
  const common = useTranslations('common')
  const [failure, setFailure] = useState<Refused>()
  const [isBusy, setBusy] = useState(false)
  const end = async () => {
    setBusy(true)
    setFailure(undefined)
    await call('DELETE', asked === 'others' ? '/api/account/sessions' : `/api/account/sessions/${asked.id}`).then(
      () => onClose(true),
      error => {
        const refused = asRefused(error)
        if (refused.code === 'not_found') onClose(true)
        else setFailure(refused)
      },
    )
    setBusy(false)
  }
  const title =
    asked === 'others' ? t('others', { count }) : t('one', { name: common('device', nameDevice(asked.device)) })
  return (
    <Dialog open onOpenChange={() => onClose(false)} title={title} description={t('text')}>
      {failure && <FailureNotice failure={failure} />}
      <DialogActions>
        <Button kind="secondary" onClick={() => onClose(false)}>
          {t('keep', { count: asked === 'others' ? count : 1 })}
        </Button>
        <Button kind="danger-confirmed" busy={isBusy} onClick={() => void end()}>
          {t('end', { count: asked === 'others' ? count : 1 })}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
