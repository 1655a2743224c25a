import { expect, test } from 'vitest'
import type { VaultEntry } from './entries'
import { handedOn, type Standing } from './use-cells'

const entries = (ids: number[]) => ids.map(id => ({ id }) as VaultEntry)
const rows = (first: number, count: number) => Array.from({ length: count }, (_, at) => ({ index: first + at }))
const nothing: Standing = { shown: [], cells: [], count: 0 }

const cellOf = ({ cells }: Standing, id: number) => cells.find(({ entry }) => entry.id === id)?.cell
const heights = ({ cells }: Standing) => cells.map(({ place }) => place)

test('scrolling hands cells on: who stays keeps its own, who comes takes that of one who left, and no two share one', () => {
  const shown = entries([1, 2, 3, 4, 5, 6, 7, 8])
  const before = handedOn(nothing, shown, rows(0, 4), 1)
  const after = handedOn(before, shown, rows(2, 4), 1)
  expect(cellOf(after, 3)).toBe(cellOf(before, 3))
  expect(cellOf(after, 4)).toBe(cellOf(before, 4))
  expect(after.count).toBe(4)
  expect(new Set(after.cells.map(({ cell }) => cell)).size).toBe(4)
  expect(after.cells.map(({ entry }) => entry.id).sort()).toEqual([3, 4, 5, 6])
  expect(after.cells.map(({ cell }) => cell)).toEqual(before.cells.map(({ cell }) => cell))
})

test('every cell shows the entry of its own place, in a grid, too', () => {
  const shown = entries([10, 11, 12, 13, 14, 15, 16])
  const after = handedOn(handedOn(nothing, shown, rows(0, 2), 3), shown, rows(1, 2), 3)
  for (const { place, entry } of after.cells) expect(shown[place]?.id).toBe(entry.id)
  expect(heights(after)).toEqual(expect.arrayContaining([3, 4, 5, 6]))
})

test('fewer rows leave cells where they are, and more rows take them before any new one is made', () => {
  const shown = entries([1, 2, 3, 4, 5, 6])
  const four = handedOn(nothing, shown, rows(0, 4), 1)
  const two = handedOn(four, shown, rows(0, 2), 1)
  expect(two.cells).toHaveLength(4)
  expect(handedOn(two, shown, rows(2, 4), 1).count).toBe(4)
})

test('with other entries listed nothing is handed on, and the cells stand in the order of their places', () => {
  const before = handedOn(nothing, entries([1, 2, 3]), rows(0, 3), 1)
  const after = handedOn(before, entries([3, 4, 1]), rows(0, 3), 1)
  expect(heights(after)).toEqual([0, 1, 2])
  expect([cellOf(after, 3), cellOf(after, 1)]).toEqual([cellOf(before, 3), cellOf(before, 1)])
  expect(cellOf(after, 4)).toBe(3)
})
