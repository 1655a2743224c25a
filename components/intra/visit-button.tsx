'use client'

import { type ComponentProps, useState } from 'react'
import type { Refused } from '@/components/refused'
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
