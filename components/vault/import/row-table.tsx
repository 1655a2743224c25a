'use client'

import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { nameOf } from '../entries'
import { useReasons } from './reasons'
import { RowForm } from './row-form'
import type { GoodRow, Row } from './rows'
import type { ImportView } from './use-import'

/** So many rows are drawn at a time. */
const PAGE = 200

type TableProps = { view: ImportView; editing: string | undefined; onEdit: (key: string | undefined) => void }

/** Every row that was found: what would be kept, what is there already, and what has to be put right first. */
export function RowTable({ view, editing, onEdit }: TableProps) {
  const t = useTranslations('transfer.import')
  const { rows, choose } = view
  const [limit, setLimit] = useState(PAGE)
  const left = useRef<string>(undefined)
  return (
    <section aria-label={t('rows')} className="grid gap-3">
      <Counts rows={rows} />
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{t('rows')}</caption>
        <thead>
          <tr className="border-line border-b text-ink-soft text-sm">
            <th scope="col" className="w-11 pl-1">
              <ChooseAll rows={rows} choose={choose} />
            </th>
            <th scope="col" className="py-2 font-medium">
              {t('account')}
            </th>
            <th scope="col" className="hidden py-2 font-medium sm:table-cell">
              {t('state')}
            </th>
            <th scope="col" className="w-11">
              <span className="sr-only">{t('change')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map(row =>
            row.key === editing ? (
              <tr key={row.key} className="border-line border-b">
                <td colSpan={4} className="py-3">
                  <RowForm
                    row={row}
                    onDone={entry => {
                      if (entry) view.fix(row.key, entry)
                      left.current = row.key
                      onEdit(undefined)
                    }}
                  />
                </td>
              </tr>
            ) : (
              <RowLine
                key={row.key}
                row={row}
                choose={choose}
                isBack={row.key === left.current}
                onEdit={() => onEdit(row.key)}
              />
            ),
          )}
        </tbody>
      </table>
      {rows.length > limit && (
        <Button kind="secondary" className="justify-self-center" onClick={() => setLimit(limit + PAGE)}>
          {t('more', { count: rows.length - limit })}
        </Button>
      )}
    </section>
  )
}

function Counts({ rows }: { rows: Row[] }) {
  const t = useTranslations('transfer.import')
  const count = (...states: Row['state'][]) => rows.filter(({ state }) => states.includes(state)).length
  const [faulty, known] = [count('faulty'), count('present', 'repeated')]
  return (
    <p role="status" className="text-ink-soft">
      {t('chosen', { count: rows.filter(({ isChosen }) => isChosen).length, total: rows.length })}
      {known > 0 && ` ${t('countKnown', { count: known })}`}
      {faulty > 0 && ` ${t('countFaulty', { count: faulty })}`}
    </p>
  )
}

function ChooseAll({ rows, choose }: { rows: Row[]; choose: ImportView['choose'] }) {
  const t = useTranslations('transfer.import')
  const box = useRef<HTMLInputElement>(null)
  const good = rows.filter(({ state }) => state !== 'faulty')
  const count = good.filter(({ isChosen }) => isChosen).length
  const isSome = count > 0 && count < good.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome
  }, [isSome])
  return (
    <label className="grid size-11 place-items-center justify-items-start">
      <input
        ref={box}
        type="checkbox"
        aria-label={t('all')}
        disabled={!good.length}
        checked={good.length > 0 && count === good.length}
        onChange={({ target }) =>
          choose(
            good.map(({ key }) => key),
            target.checked,
          )
        }
        className="size-5 accent-ink"
      />
    </label>
  )
}

type LineProps = {
  row: Row
  choose: ImportView['choose']
  /** Its form was closed just now: the keyboard comes back to it. */
  isBack: boolean
  onEdit: () => void
}

function RowLine({ row, choose, isBack, onEdit }: LineProps) {
  const t = useTranslations('transfer.import')
  const { service, account } = useRowNames(row)
  const name = nameOf({ service, account })
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isBack) button.current?.focus()
  }, [isBack])
  return (
    <tr className="border-line border-b align-middle">
      <td className="py-2 pl-1">
        <label className="grid size-11 place-items-center justify-items-start">
          <input
            type="checkbox"
            aria-label={name}
            disabled={row.state === 'faulty'}
            checked={row.isChosen}
            onChange={({ target }) => choose([row.key], target.checked)}
            className="size-5 accent-ink disabled:opacity-50"
          />
        </label>
      </td>
      <td className="min-w-0 py-2 pr-3">
        <span className="block break-words font-medium [overflow-wrap:anywhere]">{service ?? account}</span>
        {service && <span className="block text-ink-soft text-sm [overflow-wrap:anywhere]">{account}</span>}
        <span className="sm:hidden">
          <StateWords row={row} />
        </span>
      </td>
      <td className="hidden py-2 pr-3 sm:table-cell sm:w-2/5">
        <StateWords row={row} />
      </td>
      <td className="py-2 text-right">
        {row.state === 'faulty' ? (
          <Button ref={button} kind="secondary" size="small" aria-label={t('fixNamed', { name })} onClick={onEdit}>
            {t('fix')}
          </Button>
        ) : (
          <Button
            ref={button}
            kind="quiet"
            size="icon"
            aria-label={t('edit', { name })}
            title={t('edit', { name })}
            onClick={onEdit}
          >
            <Pencil aria-hidden />
          </Button>
        )}
      </td>
    </tr>
  )
}

/** A row that says nothing of itself has at least a number. */
function useRowNames(row: Row): Pick<GoodRow['entry'], 'service' | 'account'> {
  const t = useTranslations('transfer.import')
  if (row.state !== 'faulty') return row.entry
  const { service, account, row: place } = row.fault
  return { service: service ?? null, account: account ?? t('row', { place }) }
}

function StateWords({ row }: { row: Row }) {
  const t = useTranslations('transfer.import')
  const reasons = useReasons()
  if (row.state === 'faulty')
    return <span className="block text-danger text-sm">{reasons(row.fault.reasons).join(' ')}</span>
  return <span className="block text-ink-soft text-sm">{t(`states.${row.state}`)}</span>
}
