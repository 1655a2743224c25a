'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** Whether a page has been shown before in this tab without loading anew. */
let moved = false

/** The one title of a page. After a move inside the application the keyboard and the screen reader begin here. */
export function PageTitle({ children, lead }: { children: ReactNode; lead?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (moved && !heading.current?.closest('main')?.contains(document.activeElement)) heading.current?.focus()
    moved = true
  }, [])
  return (
    <header className="grid grid-cols-1 gap-2">
      <h1 ref={heading} tabIndex={-1} className="wrap-anywhere text-balance font-semibold text-title">
        {children}
      </h1>
      {lead && <div className="text-ink-soft">{lead}</div>}
    </header>
  )
}
