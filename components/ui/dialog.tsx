'use client'

import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question or an act: "End 3 other sessions?" */
  title: string
  /** The consequence, in a sentence. */
  description?: ReactNode
  /** False: only its own buttons close it. */
  dismissable?: boolean
  /** Wider than a question needs. */
  wide?: boolean
  children: ReactNode
}

/** A question in front of the page: the keyboard stays inside, Escape leaves it, and what opened it has the keyboard again. */
export function Dialog({ open, onOpenChange, title, description, dismissable = true, wide, children }: DialogProps) {
  const opener = useRef<Element>(null)
  const keep = (event: Event) => {
    if (!dismissable) event.preventDefault()
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          onCloseAutoFocus={event => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement) opener.current.focus()
          }}
          onEscapeKeyDown={keep}
          onInteractOutside={keep}
          {...(!description && { 'aria-describedby': undefined })}
          className={`fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-box border border-line bg-surface p-6 shadow-lifted ${wide ? 'max-w-2xl' : 'max-w-md'}`}
        >
          <div className="grid gap-2">
            <Radix.Title className="text-balance font-semibold text-lg">{title}</Radix.Title>
            {description && <Radix.Description className="text-ink-soft">{description}</Radix.Description>}
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The buttons of a dialog: the act last, where the eye ends. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-3">{children}</div>
}
