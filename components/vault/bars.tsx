'use client'

import { FolderInput, Trash2, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import type { Deletion } from './deletions'
import { nameOf } from './entries'

/** What can be done with the selected entries; it stands above the list while there is a selection to make. */
export function SelectionBar({
  count,
  onAll,
  onMove,
  onDelete,
  onEnd,
  children,
}: {
  count: number
  onAll: () => void
  onMove: () => void
  onDelete: () => void
  onEnd: () => void
  children?: ReactNode
}) {
  const t = useTranslations('vault')
  const none = count === 0
  return (
    <section
      aria-label={t('select.start')}
      className="flex flex-wrap items-center gap-2 rounded-box border border-line bg-surface p-2 pl-4"
    >
      <span className="mr-auto font-medium tabular-nums">{t('selection.count', { count })}</span>
      <Button kind="quiet" onClick={onAll}>
        {t('selection.all')}
      </Button>
      <Button kind="secondary" disabled={none} onClick={onMove}>
        <FolderInput aria-hidden />
        {t('selection.move')}
      </Button>
      {children}
      <Button kind="danger" disabled={none} onClick={onDelete}>
        <Trash2 aria-hidden />
        {t('selection.delete')}
      </Button>
      <Button onClick={onEnd}>{t('select.end')}</Button>
    </section>
  )
}

/** What was deleted, and the way back; it has the keyboard as soon as it appears. */
export function UndoBar({ deletion, onUndo }: { deletion: Deletion; onUndo: () => void }) {
  const t = useTranslations('vault.deleted')
  const button = useRef<HTMLButtonElement>(null)
  const { entries } = deletion
  // biome-ignore lint/correctness/useExhaustiveDependencies: every deletion anew.
  useEffect(() => button.current?.focus({ preventScroll: true }), [deletion])
  return (
    <div className="fixed inset-x-4 bottom-4 z-30 mx-auto flex max-w-md items-center gap-4 rounded-box border border-line bg-surface p-2 pl-4 shadow-lifted">
      <p role="status" className="min-w-0 grow break-words">
        {t('text', { count: entries.length, name: entries[0] ? nameOf(entries[0]) : '' })}
      </p>
      <Button ref={button} kind="secondary" onClick={onUndo}>
        <Undo2 aria-hidden />
        {t('undo')}
      </Button>
    </div>
  )
}
