'use client'

import { clsx } from 'clsx'
import { Check, Eye, EyeOff, RefreshCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type PointerEvent, use } from 'react'
import { type FetchedCode, periodOf } from './codes'
import { Remaining } from './countdown'
import { nameOf, type VaultEntry } from './entries'
import { CodeText, NextCode, useCode, useSpokenName } from './entry-code'
import { EntryIcon } from './entry-icon'
import { EntryNames } from './entry-names'
import { VaultContext } from './vault-context'

export type CellProps = {
  id: string
  entry: VaultEntry
  place: number
  count: number
  top: number
  left: number
  width: number
  height: number
  shape: 'row' | 'stacked' | 'card'
  isActive: boolean
  /** Undefined unless entries are being selected. */
  isSelected: boolean | undefined
  isRevealed: boolean
  isCopied: boolean
  isDragged: boolean
  fetched: FetchedCode | undefined
  onGrab?: ((entry: VaultEntry, event: PointerEvent<HTMLElement>) => void) | undefined
}

/** One entry: a click, Enter or Space copies its code; beside it what else can be done. */
export const EntryCell = memo(function EntryCell(props: CellProps) {
  const { id, entry, place, count, top, left, width, height, shape, isActive, isSelected, isDragged, onGrab } = props
  const { focused } = use(VaultContext)
  return (
    <li
      id={id}
      style={{ top, left, width, height }}
      aria-setsize={count}
      aria-posinset={place + 1}
      onFocus={() => focused(entry)}
      className={clsx(
        'group/entry absolute flex bg-(--ground) pr-1 contain-layout contain-size contain-style hover:[--ground:var(--color-wash)]',
        shape === 'row' ? 'items-center' : 'items-start',
        shape === 'card' ? 'rounded-box border border-line' : 'border-line border-b',
        isSelected
          ? '[--ground:var(--color-wash)]'
          : isDragged || shape === 'card'
            ? '[--ground:var(--color-surface)]'
            : '[--ground:var(--color-paper)]',
        isDragged && 'z-10 shadow-lifted',
      )}
    >
      <MainButton {...props} />
      {onGrab && isSelected === undefined && <Grip entry={entry} onGrab={onGrab} />}
      {isSelected === undefined && <Tools {...props} isActive={isActive} />}
    </li>
  )
})

function MainButton(props: CellProps) {
  const { entry, width, shape, isActive, isSelected, isRevealed, isCopied, fetched } = props
  const { preferences, grouping, codes, select } = use(VaultContext)
  const code = useCode(entry, fetched)
  const isHidden = preferences.showOtpAsDot && !isRevealed
  const name = useSpokenName(entry, code, isHidden)
  const isTimed = entry.otpType !== 'hotp'
  const choosing = isSelected !== undefined && { role: 'checkbox', 'aria-checked': isSelected }
  return (
    <button
      type="button"
      {...choosing}
      data-entry={entry.id}
      aria-label={isSelected === undefined ? name : nameOf(entry)}
      tabIndex={isActive ? 0 : -1}
      onClick={() => (isSelected === undefined ? codes.activate(entry) : select(entry))}
      className={clsx(
        'flex h-full min-w-0 grow gap-x-4 py-3 pr-3 pl-5 text-left',
        shape === 'row' ? 'items-center' : 'flex-col justify-between gap-y-1',
      )}
    >
      <span className="flex w-full min-w-0 items-center gap-3">
        {isSelected !== undefined && <Tick on={isSelected} />}
        {preferences.showAccountsIcons && (
          <EntryIcon entry={entry} className={shape === 'row' ? 'size-10' : 'size-9'} />
        )}
        <EntryNames entry={entry} room={width - BESIDE[shape]} />
      </span>
      <span className={clsx('flex items-center gap-4', shape === 'row' ? 'shrink-0 justify-end' : 'w-full')}>
        {shape === 'row' && preferences.showNextOtp && !isHidden && (
          <NextCode entry={entry} code={code} grouping={grouping} />
        )}
        {isTimed || code ? (
          <CodeText {...{ code, digits: entry.digits, grouping, isHidden, isCopied }} />
        ) : (
          <AskForCode />
        )}
        {shape !== 'row' && preferences.showNextOtp && !isHidden && (
          <NextCode entry={entry} code={code} grouping={grouping} />
        )}
        <span className={clsx('flex items-center justify-end gap-1.5', shape === 'row' ? 'w-20' : 'ml-auto')}>
          {isCopied ? <Copied /> : isTimed && <Remaining period={periodOf(entry)} />}
        </span>
      </span>
    </button>
  )
}

/** What stands in a line beside the names, in pixels. */
const BESIDE = { row: 440, stacked: 140, card: 140 }

function AskForCode() {
  const t = useTranslations('vault.code')
  return (
    <span className="inline-flex h-9 items-center gap-2 font-medium text-sm underline underline-offset-4">
      {t('ask')}
    </span>
  )
}

function Copied() {
  const t = useTranslations('vault.code')
  return (
    <span className="inline-flex items-center gap-1 font-medium text-good text-sm">
      <Check aria-hidden className="size-4" />
      {t('copied')}
    </span>
  )
}

const Tick = ({ on }: { on: boolean }) => (
  <span
    aria-hidden
    className={clsx(
      'grid size-5 shrink-0 place-items-center rounded-[5px] border',
      on ? 'border-ink bg-ink text-paper' : 'border-edge bg-surface',
    )}
  >
    {on && <Check className="size-4" />}
  </span>
)

const tool = 'grid size-11 shrink-0 place-items-center rounded-field text-ink-soft hover:bg-line hover:text-ink'

function Tools({ entry, isActive, isRevealed, fetched }: CellProps) {
  const t = useTranslations('vault')
  const { preferences, codes, openMenu, menuFor } = use(VaultContext)
  const name = nameOf(entry)
  const tabIndex = isActive ? 0 : -1
  return (
    <>
      {entry.otpType === 'hotp' && fetched && (
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={t('code.again', { name })}
          onClick={() => codes.request(entry)}
          className={tool}
        >
          <RefreshCw aria-hidden className="size-4" />
        </button>
      )}
      {preferences.showOtpAsDot && preferences.revealDottedOTP && (
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={t(isRevealed ? 'code.hide' : 'code.reveal', { name })}
          onClick={() => codes.toggle(entry)}
          className={tool}
        >
          {isRevealed ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
        </button>
      )}
      <button
        type="button"
        tabIndex={tabIndex}
        aria-label={t('menu.open', { name })}
        aria-haspopup="menu"
        aria-expanded={menuFor === entry.id}
        onClick={event => openMenu(entry, event.currentTarget)}
        className={`${tool} dots`}
      />
    </>
  )
}

/** For the mouse; keys and the menu move entries, too. */
function Grip({ entry, onGrab }: { entry: VaultEntry; onGrab: NonNullable<CellProps['onGrab']> }) {
  return (
    <span
      aria-hidden
      data-grip={entry.id}
      onPointerDown={event => onGrab(entry, event)}
      className="absolute inset-y-0 left-0 hidden w-5 cursor-grab touch-none text-ink-soft active:cursor-grabbing group-focus-within/entry:grip group-hover/entry:grip pointer-fine:block"
    />
  )
}
