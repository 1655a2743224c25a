/** How the entries stand: heights in pixels, with the gap that follows. */
export type Shape = { name: 'row' | 'stacked' | 'card'; columns: number; height: number; gap: number }

const MIN_CARD = 320
const GAP = 12

/** Rows, taller ones where the code needs a line of its own, or cards of at least 320 pixels. */
export function shapeOf(mode: 'list' | 'grid', width: number): Shape {
  if (mode === 'grid') {
    const columns = Math.max(1, Math.floor((width + GAP) / (MIN_CARD + GAP)))
    return { name: 'card', columns, height: 124 + GAP, gap: GAP }
  }
  return width < 600
    ? { name: 'stacked', columns: 1, height: 112, gap: 0 }
    : { name: 'row', columns: 1, height: 68, gap: 0 }
}
