import { useRef } from 'react'
import type { VaultEntry } from './entries'

/** A cell of the list, and what it shows. */
export type Cell = { cell: number; place: number; entry: VaultEntry }

/** The cells that stand, of the entries that are listed. */
export type Standing = { shown: VaultEntry[]; cells: Cell[]; count: number }

type Rows = { index: number }[]

/**
 * The cells of the entries in view.
 *
 * @returns them in the order in which their elements stand: that of their places, until cells are handed on.
 */
export function useCells(shown: VaultEntry[], rows: Rows, columns: number): Cell[] {
  const standing = useRef<Standing>({ shown, cells: [], count: 0 })
  standing.current = handedOn(standing.current, shown, rows, columns)
  return standing.current.cells
}

/**
 * Gives the entries in view their cells. Whoever had one keeps it; who comes into view takes that of one who left, because
 * other words in a cell cost the browser a fraction of a new cell. What nobody took stays where it is, out of view. With
 * other entries listed nothing is handed on: the keyboard may be on an entry that has just gone.
 */
export function handedOn(last: Standing, shown: VaultEntry[], rows: Rows, columns: number): Standing {
  const inView = rows.flatMap(({ index }) =>
    shown
      .slice(index * columns, (index + 1) * columns)
      .map((entry, column) => ({ entry, place: index * columns + column })),
  )
  const isScrolled = last.shown === shown
  const ids = new Set(inView.map(({ entry }) => entry.id))
  const known = new Map(last.cells.map(({ cell, entry }) => [entry.id, cell]))
  const free = isScrolled ? last.cells.filter(({ entry }) => !ids.has(entry.id)) : []
  let { count } = last
  const taken = inView.map(each => ({ ...each, cell: known.get(each.entry.id) ?? free.pop()?.cell ?? count++ }))
  const order = new Map(isScrolled ? last.cells.map(({ cell }, at) => [cell, at]) : [])
  const rank = ({ cell }: Cell) => order.get(cell) ?? order.size
  const cells = [...taken, ...free].sort((one, other) => rank(one) - rank(other))
  return { shown, cells, count }
}
