'use client'

import { CircleCheck, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import type { ImportView, Phase } from './use-import'

/** How the import goes, and then what it has made, with the way back. */
export function Report({ view, phase }: { view: ImportView; phase: Exclude<Phase, { at: 'choosing' }> }) {
  if (phase.at === 'done') return <Done view={view} total={phase.total} />
  return <Progress view={view} phase={phase} />
}

function Progress({ view, phase }: { view: ImportView; phase: Exclude<Phase, { at: 'choosing' | 'done' }> }) {
  const t = useTranslations('transfer.import')
  const id = useId()
  const done = view.kept.ids.length
  const isSaving = phase.at === 'saving'
  return (
    <div className="grid max-w-xl gap-3">
      <p id={id} role="status">
        {isSaving ? t('saving', { done, total: phase.total }) : t('undoing', { count: done })}
      </p>
      <progress aria-labelledby={id} {...(isSaving && { max: phase.total, value: done })} className="w-full" />
      {isSaving && (
        <Button kind="secondary" className="justify-self-start" onClick={view.stop}>
          {t('stop')}
        </Button>
      )}
    </div>
  )
}

function Done({ view, total }: { view: ImportView; total: number }) {
  const t = useTranslations('transfer.import')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const count = view.kept.ids.length
  const faulty = view.rows.filter(({ state }) => state === 'faulty').length
  const passedOver = view.rows.length - faulty - count
  const isWhole = count >= total
  return (
    <section className="grid max-w-xl gap-6">
      <div className="grid gap-3 rounded-box border border-line bg-surface p-6">
        <h2 ref={heading} tabIndex={-1} className="flex items-center gap-3 font-semibold text-lg outline-none">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
          {isWhole ? t('done', { count }) : t('donePartly', { count, total })}
        </h2>
        <ul className="grid gap-1 text-ink-soft">
          {passedOver > 0 && <li>{t('passedOver', { count: passedOver })}</li>}
          {faulty > 0 && <li>{t('stillFaulty', { count: faulty })}</li>}
          <li>{t('tryFirst')}</li>
        </ul>
      </div>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/vault">{t('toVault')}</ButtonLink>
        {isWhole && !faulty ? (
          <Button kind="secondary" onClick={view.again}>
            {t('again')}
          </Button>
        ) : (
          <Button kind="secondary" onClick={view.goOn}>
            {t('goOn')}
          </Button>
        )}
        <Button kind="secondary" onClick={() => void view.undo()}>
          <Undo2 aria-hidden />
          {t('undo')}
        </Button>
      </div>
    </section>
  )
}
