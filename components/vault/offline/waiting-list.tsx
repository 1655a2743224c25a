'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import type { Change } from './changes'
import type { OpenCopy } from './use-copy'

/** Every change that is not saved yet, and why: each can be taken back. */
export function WaitingList({ open }: { open: OpenCopy }) {
  const t = useTranslations('offline.waiting')
  const id = useId()
  const { changes, isSending } = open
  if (!changes.length) return null
  return (
    <section aria-labelledby={id} className="grid gap-2 rounded-box border border-line bg-surface px-4 py-3">
      <h2 id={id} className="font-semibold">
        {t('title', { count: changes.length })}
      </h2>
      <ul className="grid">
        {changes.map(change => (
          <li
            key={change.id}
            className="flex flex-wrap items-center gap-x-3 border-line border-t py-1 first:border-t-0"
          >
            <Sentence change={change} />
            {change.problem === 'changed' && (
              <Button kind="quiet" size="small" disabled={isSending} onClick={() => open.insist(change.id)}>
                {t('insist')}
              </Button>
            )}
            <Button
              kind="quiet"
              size="small"
              disabled={isSending}
              aria-label={t('undoNamed', { name: change.name })}
              onClick={() => open.discard(change.id)}
            >
              {t('undo')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sentence({ change: { what, name, problem } }: { change: Change }) {
  const t = useTranslations('offline.waiting')
  return (
    <span className="min-w-40 grow basis-0 break-words text-sm">
      {t(what, { name })}
      {problem && <span className="block text-danger">{t(`problems.${problem}`)}</span>}
    </span>
  )
}
