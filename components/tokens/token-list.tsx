'use client'

import { KeyRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import { CreateToken } from './create-token'
import { RevokeToken } from './revoke-token'
import type { Scope } from './scope-fields'

export type Token = {
  id: string
  name: string
  prefix: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastAddress: string | null
}

/** The tokens of the signed-in person: what each may do, when it was used, and the ways to make and to end one. */
export function TokenList({ tokens, scopes }: { tokens: Token[]; scopes: Scope[] }) {
  const t = useTranslations('tokens')
  const router = useRouter()
  const [isMaking, setMaking] = useState(false)
  const [doomed, setDoomed] = useState<Token>()
  const [revoked, setRevoked] = useState<string>()
  const make = (
    <Button onClick={() => setMaking(true)} className="justify-self-start">
      {t('make')}
    </Button>
  )
  const afterRevoking = ({ name }: Token) => {
    setDoomed(undefined)
    setRevoked(name)
    router.refresh()
  }
  return (
    <>
      {revoked && <Notice kind="good">{t('revoked', { name: revoked })}</Notice>}
      {tokens.length ? make : <Empty action={make}>{t('empty')}</Empty>}
      {tokens.length > 0 && (
        <ul aria-label={t('list')} className="grid border-line border-t">
          {tokens.map(token => (
            <TokenRow key={token.id} token={token} onRevoke={() => setDoomed(token)} />
          ))}
        </ul>
      )}
      <CreateToken open={isMaking} onClose={() => setMaking(false)} scopes={scopes} />
      <RevokeToken token={doomed} onClose={() => setDoomed(undefined)} onRevoked={afterRevoking} />
    </>
  )
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useTranslations('tokens')
  const { name, prefix, scopes, createdAt, expiresAt, lastUsedAt, lastAddress } = token
  const isUnused = useIsUnused(token)
  const told = scopes.map(scope => t(`scopes.${scope as Scope}.name`))
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-3 border-line border-b py-5 sm:grid-cols-[auto_1fr_auto]">
      <KeyRound aria-hidden className="mt-1 size-4 text-ink-soft" />
      <div className="grid min-w-0 gap-1">
        <h2 className="flex flex-wrap items-baseline gap-x-3 break-words font-medium">
          {name} <code className="font-mono font-normal text-ink-soft text-sm">{prefix}…</code>
        </h2>
        <p className="text-sm">{told.join(' · ') || t('everything')}</p>
        <p className="text-ink-soft text-sm">
          {lastUsedAt
            ? t.rich('used', { when: () => <Time at={lastUsedAt} />, address: lastAddress ?? '' })
            : t('neverUsed')}
          {' · '}
          {t.rich('made', { when: () => <Time at={createdAt} /> })}
          {' · '}
          <Expiry at={expiresAt} />
        </p>
        {isUnused && <p className="font-medium text-sm text-warn">{t('unused')}</p>}
      </div>
      <Button
        kind="danger"
        className="col-start-2 justify-self-start sm:col-start-3"
        aria-label={t('revokeNamed', { name })}
        onClick={onRevoke}
      >
        {t('revoke')}
      </Button>
    </li>
  )
}

function Expiry({ at }: { at: Date | null }) {
  const t = useTranslations('tokens')
  const format = useFormatter()
  const now = useNow()
  if (!at) return t('endless')
  const when = format.dateTime(at, { dateStyle: 'medium' })
  return at <= now ? <span className="text-danger">{t('expired', { when })}</span> : t('expires', { when })
}

const UNUSED_MS = 90 * 86_400_000

function useIsUnused({ lastUsedAt, createdAt }: Token): boolean {
  const now = useNow()
  return now.getTime() - (lastUsedAt ?? createdAt).getTime() > UNUSED_MS
}
