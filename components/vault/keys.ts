/** What a key means in the vault. */
export type KeyAct = 'search' | 'type' | 'clear' | 'menu' | 'help' | 'move-back' | 'move-on'

export type Key = {
  key: string
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  shiftKey: boolean
}

export type KeyPlace = {
  /** The keyboard is in a field where letters are text. */
  typing: boolean
  /** The keyboard is on an entry. */
  onEntry: boolean
  /** Single keys mean something at all: people who dictate switch them off (WCAG 2.1.4). */
  singleKeys: boolean
}

/** Nothing for keys that the browser or a control shall have. */
export function keyAct(press: Key, { typing, onEntry, singleKeys }: KeyPlace): KeyAct | undefined {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = press
  if (key === 'Escape') return 'clear'
  if (typing || ctrlKey || metaKey) return undefined
  if (altKey) return onEntry ? ({ ArrowUp: 'move-back', ArrowDown: 'move-on' } as const)[key] : undefined
  if (onEntry && (key === 'ContextMenu' || (shiftKey && key === 'F10'))) return 'menu'
  if (!singleKeys || key === ' ' || [...key].length > 1) return undefined
  if (key === '/') return 'search'
  if (key === '?') return 'help'
  return onEntry && key === 'm' ? 'menu' : 'type'
}

/** Where an arrow leads from a place among `count` in so many columns; undefined for other keys and at the edges. */
export function neighbour(key: string, place: number, columns: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    ...(columns > 1 && { ArrowRight: 1, ArrowLeft: -1 }),
    Home: -place,
    End: count - 1 - place,
    PageDown: Math.min(columns * 8, count - 1 - place),
    PageUp: -Math.min(columns * 8, place),
  }
  const to = place + (steps[key] ?? Number.NaN)
  return to >= 0 && to < count ? to : undefined
}
