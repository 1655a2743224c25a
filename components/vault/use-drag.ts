'use client'

import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { VaultEntry } from './entries'
import { type Layout, placeAt } from './order'

/** An entry on its way, and the place where it would come to lie. */
export type Drag = { id: number; place: number }

/** How near to the window's edge a drag scrolls. */
const EDGE_PIXELS = 90

/** Moves an entry with the pointer; Escape puts it back. */
export function useDrag(list: RefObject<HTMLElement | null>, layout: Layout, drop: (drag: Drag) => void) {
  const [drag, setDrag] = useState<Drag>()
  const now = useRef({ layout, drop })
  now.current = { layout, drop }
  const begin = useCallback((entry: VaultEntry, event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    setDrag({ id: entry.id, place: -1 })
  }, [])
  const isDragging = drag !== undefined
  useEffect(() => {
    if (!isDragging) return
    const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
      const { left = 0, top = 0 } = list.current?.getBoundingClientRect() ?? {}
      const place = placeAt({ x: clientX - left, y: clientY - top }, now.current.layout)
      setDrag(before => before && { ...before, place })
      const edge = clientY < EDGE_PIXELS ? -1 : clientY > innerHeight - EDGE_PIXELS ? 1 : 0
      if (edge) scrollBy({ top: edge * 24 })
    }
    const end = () =>
      setDrag(before => {
        if (before && before.place >= 0) queueMicrotask(() => now.current.drop(before))
        return undefined
      })
    const stop = (event: KeyboardEvent) => event.key === 'Escape' && setDrag(undefined)
    addEventListener('pointermove', move)
    addEventListener('pointerup', end)
    addEventListener('pointercancel', end)
    addEventListener('keydown', stop)
    return () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', end)
      removeEventListener('pointercancel', end)
      removeEventListener('keydown', stop)
    }
  }, [isDragging, list])
  return { drag, begin }
}
