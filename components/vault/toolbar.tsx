'use client'

import { Keyboard, LayoutGrid, ListChecks, Rows3, Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import { Button } from '@/components/ui/button'
import type { Sort } from './listing'

export type Arranged = { sort: Sort; descending: boolean }

type ToolbarProps = {
  field: RefObject<HTMLInputElement | null>
  search: string
  onSearch: (search: string) => void
  onLeaveSearch: () => void
  mode: 'list' | 'grid'
  onMode: (mode: 'list' | 'grid') => void
  arrangement: Arranged
  onArrange: (arrangement: Arranged) => void
  isSelecting: boolean
  onSelecting: () => void
  onHelp: () => void
}

/** Search, order and view of the vault. */
export function Toolbar(props: ToolbarProps) {
  const t = useTranslations('vault')
  const { mode, onMode, isSelecting, onSelecting, onHelp } = props
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField {...props} />
      <SortPicker {...props} />
      <span className="ml-auto flex gap-1 sm:ml-0">
        <Button
          kind="quiet"
          size="icon"
          aria-label={t(mode === 'list' ? 'view.grid' : 'view.list')}
          title={t(mode === 'list' ? 'view.grid' : 'view.list')}
          onClick={() => onMode(mode === 'list' ? 'grid' : 'list')}
        >
          {mode === 'list' ? <LayoutGrid aria-hidden /> : <Rows3 aria-hidden />}
        </Button>
        <Button
          kind="quiet"
          size="icon"
          aria-label={t('select.start')}
          title={t('select.start')}
          aria-pressed={isSelecting}
          onClick={onSelecting}
          className="aria-pressed:bg-wash"
        >
          <ListChecks aria-hidden />
        </Button>
        <Button
          kind="quiet"
          size="icon"
          aria-label={t('shortcuts.open')}
          title={t('shortcuts.open')}
          onClick={onHelp}
          className="hidden pointer-fine:inline-flex"
        >
          <Keyboard aria-hidden />
        </Button>
      </span>
    </div>
  )
}

type SearchProps = Pick<ToolbarProps, 'field' | 'search' | 'onSearch' | 'onLeaveSearch'>

export function SearchField({ field, search, onSearch, onLeaveSearch }: SearchProps) {
  const t = useTranslations('vault.search')
  return (
    <search className="relative min-w-0 grow basis-full sm:basis-0">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft"
      />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('label')}
        aria-keyshortcuts="/"
        placeholder={t('placeholder')}
        value={search}
        onChange={event => onSearch(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
          event.preventDefault()
          onLeaveSearch()
        }}
        className="min-h-11 w-full rounded-field border border-edge bg-surface pr-11 pl-9 text-ink placeholder:text-ink-soft"
      />
      {search ? (
        <button
          type="button"
          aria-label={t('clear')}
          onClick={() => {
            onSearch('')
            field.current?.focus()
          }}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-field text-ink-soft hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3 hidden -translate-y-1/2 rounded-[5px] border border-line px-1.5 font-mono text-ink-soft text-sm pointer-fine:block"
        >
          /
        </kbd>
      )}
    </search>
  )
}

const CHOICES = ['order', 'name', 'nameBack', 'use'] as const

function SortPicker({ arrangement: { sort, descending }, onArrange }: ToolbarProps) {
  const t = useTranslations('vault.sort')
  const chosen = sort === 'name' && descending ? 'nameBack' : sort
  return (
    <select
      aria-label={t('label')}
      value={chosen}
      onChange={({ target: { value } }) =>
        onArrange({ sort: value === 'nameBack' ? 'name' : (value as Sort), descending: value === 'nameBack' })
      }
      className="min-h-11 rounded-field border border-edge bg-surface px-3"
    >
      {CHOICES.map(choice => (
        <option key={choice} value={choice}>
          {t(choice)}
        </option>
      ))}
    </select>
  )
}
