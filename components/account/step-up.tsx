'use client'

import dynamic from 'next/dynamic'
import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react'
import { call } from '@/components/api'
import { Refused } from '@/components/refused'

const StepUpDialog = dynamic(() => import('./step-up-dialog').then(module => module.StepUpDialog))

type Call = typeof call

const StepUpContext = createContext<Call>(call)

/**
 * Calls the API as `call` does; where the API first wants to know that it is the owner who asks, a dialog asks for the
 * password, a code or 42, and then the call goes on by itself. Whoever closes the dialog gets the refusal, and nothing
 * has changed.
 */
export const useStepUp = (): Call => use(StepUpContext)

/** Around everything that a signed-in person does: holds the one dialog of {@link useStepUp}. */
export function StepUp({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ methods: string[] }>()
  const answer = useRef<(proven: boolean) => void>(undefined)
  const ask = useCallback((methods: string[]) => {
    setAsked({ methods })
    return new Promise<boolean>(resolve => {
      answer.current?.(false)
      answer.current = resolve
    })
  }, [])
  const callProven = useCallback<Call>(
    async (method, path, options) => {
      try {
        return await call(method, path, options)
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'reauthentication_required')) throw error
        if (!(await ask(error.details.methods ?? ['password']))) throw error
        return call(method, path, options)
      }
    },
    [ask],
  )
  const close = (proven: boolean) => {
    setAsked(undefined)
    answer.current?.(proven)
    answer.current = undefined
  }
  return (
    <StepUpContext value={callProven}>
      {children}
      {asked && <StepUpDialog methods={asked.methods} onClose={close} />}
    </StepUpContext>
  )
}
