'use client'

import { useEffect, useRef } from 'react'
import { type KeyAct, keyAct } from './keys'

/** Hears the keys of the whole page, unless a dialog or a menu is open. */
export function useKeyboard(singleKeys: boolean, act: (act: KeyAct, event: KeyboardEvent) => void) {
  const now = useRef({ singleKeys, act })
  now.current = { singleKeys, act }
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('[role="dialog"], [role="menu"]'))
        return
      const target = event.target instanceof HTMLElement ? event.target : document.body
      const place = {
        typing: target.matches('input, textarea, select, [contenteditable]'),
        onEntry: Boolean(target.closest('[data-entry]')),
        singleKeys: now.current.singleKeys,
      }
      const meant = keyAct(event, place)
      if (meant) now.current.act(meant, event)
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [])
}
