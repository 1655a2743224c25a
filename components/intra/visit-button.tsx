'use client'

import { type ComponentProps, useState } from 'react'
import type { Refused } from '@/components/api'
import { Button } from '@/components/ui/button'
import { asRefused, FailureNotice } from '@/components/ui/failure'
import { type VisitPurpose, visit } from './visit'

type Props = ComponentProps<typeof Button> & { purpose: VisitPurpose; next?: string }

/** A button that goes to 42. */
export function VisitButton({ purpose, next, children, ...props }: Props) {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const go = async () => {
    setBusy(true)
    setFailure(undefined)
    await visit(purpose, next).catch(error => setFailure(asRefused(error)))
    setBusy(false)
  }
  return (
    <>
      <Button {...props} busy={isBusy} onClick={() => void go()}>
        {children}
      </Button>
      {failure && <FailureNotice failure={failure} />}
    </>
  )
}

/** The sign of 42, as decoration beside its name. */
export function IntraMark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden fill="currentColor">
      <path d="M13.2 4.5 4 13.7v2.6h6.6v3.2h2.6v-5.8H7.5l5.7-5.7zM14.4 4.5v3.2l3.2-3.2zm3.2 3.2-3.2 3.2v3.2h3.2v-3.2l3.2-3.2V4.5h-3.2zm3.2 3.2-3.2 3.2h3.2z" />
    </svg>
  )
}
