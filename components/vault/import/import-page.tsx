'use client'

import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FailureNotice } from '@/components/ui/failure'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { computesCodes, type VaultPreferences } from '../preferences'
import { Intake } from './intake'
import { Report } from './report'
import { RowTable } from './row-table'
import { SaveForm } from './save-form'
import { SourceList } from './source-list'
import { type ImportView, useImport } from './use-import'

/** Brings accounts over from other apps: files, pictures and texts are read here, and kept once the reader says so. */
export function ImportPage({ preferences }: { preferences: VaultPreferences }) {
  const t = useTranslations('transfer.import')
  const vault = useTranslations('vault')
  const view = useImport(computesCodes(preferences))
  const { phase, failure } = view
  return (
    <div className="grid gap-6">
      <Link
        href="/vault"
        className="inline-flex min-h-11 items-center gap-2 justify-self-start rounded-field text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {vault('title')}
      </Link>
      <PageTitle lead={phase.at === 'choosing' && t('lead')}>{t('title')}</PageTitle>
      {view.vault.failure && <FailureNotice failure={view.vault.failure} />}
      {failure && <FailureNotice failure={failure} />}
      {phase.at === 'choosing' ? <Choosing view={view} undone={phase.undone} /> : <Report view={view} phase={phase} />}
    </div>
  )
}

function Choosing({ view, undone }: { view: ImportView; undone: number | undefined }) {
  const t = useTranslations('transfer.import')
  const { sources, rows, chosen } = view
  const [editing, setEditing] = useState<string>()
  return (
    <>
      {undone !== undefined && <Notice kind="good">{t('undone', { count: undone })}</Notice>}
      <Intake view={view} />
      {sources.length > 0 && <SourceList view={view} />}
      {rows.length > 0 && (
        <>
          <RowTable view={view} editing={editing} onEdit={setEditing} />
          <SaveForm
            rows={rows}
            chosen={chosen}
            groups={view.vault.loaded?.groups}
            onStart={target => void view.start(chosen, target)}
          />
        </>
      )}
    </>
  )
}
