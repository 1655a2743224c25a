/** The order after an entry was put right before another one of the shown, or, without one, right after the last. */
export function reordered(order: number[], shown: number[], id: number, target: number): number[] {
  const others = shown.filter(other => other !== id)
  const place = Math.max(0, Math.min(target, others.length))
  const [before, last] = [others[place], others.at(-1)]
  const rest = order.filter(other => other !== id)
  const at = before !== undefined ? rest.indexOf(before) : last !== undefined ? rest.indexOf(last) + 1 : 0
  return rest.toSpliced(at, 0, id)
}

export type Layout = { columns: number; count: number; rowHeight: number; columnWidth: number }

/** Which place of a list or grid a point belongs to; the point is measured from its top left corner. */
export function placeAt(
  { x, y }: { x: number; y: number },
  { columns, count, rowHeight, columnWidth }: Layout,
): number {
  const row = Math.floor(y / rowHeight)
  const column = Math.max(0, Math.min(columns - 1, Math.floor(x / columnWidth)))
  return Math.max(0, Math.min(count - 1, row * columns + column))
}
