'use client'

import { CircleAlert, CircleCheck, Lock, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { useFailureWords } from '@/components/ui/failure'
import { PasswordField } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { Import } from '@/lib/core/vault/import/read-export'
import { batchesOf, type Content, type Source } from './sources'
import type { ImportView } from './use-import'

/** What was brought in, one by one: what it is, what it asks for, or why it cannot be read. */
export function SourceList({ view }: { view: ImportView }) {
  const t = useTranslations('transfer.import')
  const { sources, remove, unlock } = view
  return (
    <div className="grid gap-3">
      <ul aria-label={t('sources')} className="grid divide-y divide-line rounded-box border border-line bg-surface">
        {sources.map(source => (
          <li key={source.id} className="grid gap-3 p-3 pl-4">
            <div className="flex items-center gap-3">
              <StateIcon source={source} />
              <div className="grid min-w-0 grow">
                <span className="truncate font-medium">{source.name}</span>
                <StateWords source={source} />
              </div>
              <Button
                kind="quiet"
                size="icon"
                aria-label={t('remove', { name: source.name })}
                title={t('remove', { name: source.name })}
                onClick={() => remove(source.id)}
              >
                <X aria-hidden />
              </Button>
            </div>
            {source.state === 'locked' && <Unlock source={source} unlock={unlock} />}
          </li>
        ))}
      </ul>
      <Batches sources={sources} />
    </div>
  )
}

function StateIcon({ source: { state } }: { source: Source }) {
  if (state === 'reading') return <Spinner className="size-4 shrink-0" />
  if (state === 'locked') return <Lock aria-hidden className="size-4 shrink-0 text-warn" />
  return state === 'read' ? (
    <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
  ) : (
    <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
  )
}

const OWN_CODES = ['file_too_large', 'other_qr', 'same_again'] as const

function StateWords({ source }: { source: Source }) {
  const t = useTranslations('transfer.import')
  const say = useFailureWords()
  const refusal = (code: string) => {
    const own = OWN_CODES.find(known => known === code)
    return own ? t(`refused.${own}`) : say(new Refused(0, code))
  }
  // Document 003's name for a list of links is no application's.
  const found = ({ app, entries: { length: count } }: Import) =>
    app === 'migration' ? t('readLinks', { count }) : t('read', { app, count })
  if (source.state === 'refused')
    return (
      <span role="alert" className="text-danger text-sm">
        {refusal(source.code)}
      </span>
    )
  const words = source.state === 'read' ? found(source.found) : t(source.state)
  return (
    <span role="status" className="text-ink-soft text-sm">
      {words}
    </span>
  )
}

function Unlock({ source, unlock }: { source: Source & { content: Content }; unlock: ImportView['unlock'] }) {
  const t = useTranslations('transfer.import')
  const common = useTranslations('common')
  const [percent, setPercent] = useState<number>()
  const opening = useRef<AbortController>(undefined)
  useEffect(() => () => opening.current?.abort(), [])
  const open = async (password: string) => {
    opening.current = new AbortController()
    const { signal } = opening.current
    await unlock(source.id, source.content, { password, signal, onProgress: setPercent })
      .catch(error => {
        if (!signal.aborted) throw error
      })
      .finally(() => setPercent(undefined))
  }
  return (
    <Form
      send={({ password = '' }) => open(password)}
      check={({ password }) => (password ? [] : [{ field: 'password', fault: 'missing' }])}
      places={{ import_wrong_password: 'password' }}
      className="grid max-w-md gap-3"
    >
      <PasswordField name="password" label={t('password', { name: source.name })} autoComplete="off" />
      <div className="flex flex-wrap items-center gap-3">
        <Submit kind="secondary">{t('open')}</Submit>
        {percent !== undefined && (
          <>
            <Button
              kind="quiet"
              onClick={({ currentTarget }) => {
                opening.current?.abort()
                currentTarget.form?.querySelector('input')?.focus()
              }}
            >
              {common('cancel')}
            </Button>
            <progress aria-label={t('opening')} max={100} value={percent} className="w-32 grow" />
          </>
        )}
      </div>
    </Form>
  )
}

/** How much of a transfer in several QR codes is there. */
function Batches({ sources }: { sources: Source[] }) {
  const t = useTranslations('transfer.import')
  return batchesOf(sources).map(({ id, size, present }) => {
    const missing = Array.from({ length: size }, (_, place) => place + 1).filter(place => !present.includes(place))
    return (
      <Notice key={`${id} ${size}`} kind={missing.length ? 'warn' : 'good'}>
        {t('batch', { present: present.length, size })}{' '}
        {missing.length > 0 && t('batchMissing', { count: missing.length, codes: missing.join(', ') })}
      </Notice>
    )
  })
}
