'use client'

import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { VaultEntry } from './entries'
import { EntryCell } from './entry-cell'
import { neighbour } from './keys'
import { type Shape, shapeOf } from './shape'
import { type Cell, useCells } from './use-cells'
import type { Codes } from './use-codes'
import { type Drag, useDrag } from './use-drag'

type ListProps = {
  entries: VaultEntry[]
  mode: 'list' | 'grid'
  codes: Codes
  activeId: number | undefined
  selected: Set<number> | undefined
  /** Absent where the order is not the reader's own. */
  onReorder?: ((id: number, place: number) => void) | undefined
}

/** The keyboard's place is asked for by the id of an entry that may not be drawn yet. */
export type ListHandle = { focus: (id: number) => void }

/** The entries in view and a few around them, as they would stand if all were drawn. */
export function EntryList({ handle, ...props }: ListProps & { handle: RefObject<ListHandle | null> }) {
  const { entries, mode, codes, activeId, selected, onReorder } = props
  const t = useTranslations('vault')
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const { width, top } = usePlace(list)
  const shape = shapeOf(mode, width)
  const layout = {
    columns: shape.columns,
    count: entries.length,
    rowHeight: shape.height,
    columnWidth: width / shape.columns,
  }
  const { drag, begin } = useDrag(list, layout, ({ id, place }) => onReorder?.(id, place))
  const shown = useMemo(() => (drag ? withDrag(entries, drag) : entries), [entries, drag])
  const activePlace = Math.max(
    0,
    shown.findIndex(({ id }) => id === (drag?.id ?? activeId)),
  )
  const rows = useRows(shown.length, shape, top, activePlace)
  const cells = useCells(shown, rows.getVirtualItems(), shape.columns)
  const focus = useFocus(list, shown, shape, rows.scrollToIndex)
  handle.current = { focus }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !isEntry(event.target)) return
    const to = shown[neighbour(event.key, activePlace, shape.columns, shown.length) ?? -1]
    if (!to) return
    event.preventDefault()
    focus(to.id)
  }
  return (
    <ul
      ref={list}
      aria-label={t('list')}
      aria-owns={ownedBy(id, cells)}
      onKeyDown={onKeyDown}
      className="relative"
      style={{ height: rows.getTotalSize() - shape.gap }}
    >
      {width > 0 &&
        cells.map(({ cell, place, entry }) => (
          <EntryCell
            key={cell}
            id={id + cell}
            {...{ entry, place, count: shown.length, shape: shape.name }}
            {...boxOf(shape, width, place)}
            isActive={place === activePlace}
            isSelected={selected?.has(entry.id)}
            isRevealed={codes.revealed.has(entry.id)}
            isCopied={codes.copied === entry.id}
            isDragged={drag?.id === entry.id}
            fetched={codes.fetched.get(entry.id)}
            onGrab={onReorder && begin}
          />
        ))}
    </ul>
  )
}

/** Cells stand in any order; whoever listens hears them in that of their places. */
const ownedBy = (id: string, cells: Cell[]) =>
  cells
    .toSorted((one, other) => one.place - other.place)
    .map(({ cell }) => id + cell)
    .join(' ')

const isEntry = (target: EventTarget) => target instanceof HTMLElement && 'entry' in target.dataset

function withDrag(entries: VaultEntry[], { id, place }: Drag): VaultEntry[] {
  const dragged = entries.find(entry => entry.id === id)
  if (!dragged || place < 0) return entries
  return entries.filter(entry => entry !== dragged).toSpliced(place, 0, dragged)
}

/** As numbers, so that an entry that stays where it is is not drawn anew. */
function boxOf({ columns, height, gap }: Shape, width: number, place: number) {
  const cell = (width - gap * (columns - 1)) / columns
  return {
    top: Math.floor(place / columns) * height,
    left: (place % columns) * (cell + gap),
    width: cell,
    height: height - gap,
  }
}

/** How wide the list is and how far down the page it begins; 0 until that is known. */
function usePlace(list: RefObject<HTMLElement | null>) {
  const [place, setPlace] = useState({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const measure = () => {
      const { width, top } = element.getBoundingClientRect()
      setPlace(before => {
        const measured = { width, top: Math.round(top + scrollY) }
        return before.width === measured.width && before.top === measured.top ? before : measured
      })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [list])
  return place
}

/** Rows of the list or grid; that of the keyboard's entry is always drawn, so that Tab finds it. */
function useRows(count: number, { columns, height }: Shape, top: number, activePlace: number) {
  const activeRow = Math.floor(activePlace / columns)
  const rows = useWindowVirtualizer({
    count: Math.ceil(count / columns),
    estimateSize: () => height,
    overscan: 3,
    useFlushSync: false,
    scrollMargin: top,
    scrollPaddingStart: 150,
    scrollPaddingEnd: 90,
    rangeExtractor: range => {
      const drawn = defaultRangeExtractor(range)
      if (activeRow < 0 || activeRow >= range.count || drawn.includes(activeRow)) return drawn
      return activeRow < (drawn[0] ?? 0) ? [activeRow, ...drawn] : [...drawn, activeRow]
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height asks for measuring anew.
  useEffect(() => rows.measure(), [height])
  return rows
}

/** Brings the keyboard to an entry, scrolling to it first. */
function useFocus(
  list: RefObject<HTMLElement | null>,
  shown: VaultEntry[],
  { columns }: Shape,
  scrollToRow: (row: number) => void,
) {
  const wanted = useRef<number>(undefined)
  useEffect(() => {
    if (wanted.current === undefined) return
    const button = list.current?.querySelector<HTMLElement>(`[data-entry="${wanted.current}"]`)
    if (!button) return
    wanted.current = undefined
    button.focus({ preventScroll: true })
  })
  return (id: number) => {
    const place = shown.findIndex(entry => entry.id === id)
    if (place < 0) return
    scrollToRow(Math.floor(place / columns))
    const button = list.current?.querySelector<HTMLElement>(`[data-entry="${id}"]`)
    if (button) button.focus({ preventScroll: true })
    else wanted.current = id
  }
}
