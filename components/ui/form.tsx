'use client'

import { useTranslations } from 'next-intl'
import {
  type ComponentProps,
  createContext,
  type FormEvent,
  type ReactNode,
  use,
  useActionState,
  useEffect,
  useRef,
} from 'react'
import type { FieldFault, Refused } from '@/components/api'
import { Button } from './button'
import { asRefused, FailureNotice, useWait } from './failure'

type FormState = { failure?: Refused; pending: boolean; wait: number }

const FormContext = createContext<FormState>({ pending: false, wait: 0 })

/** A field may ask its form what was wrong with it. */
export const useFieldFault = (name: string): FieldFault | undefined =>
  use(FormContext).failure?.details.errors?.find(({ field }) => field === name)

export const useFormState = () => use(FormContext)

type FormProps = Omit<ComponentProps<'form'>, 'action' | 'onSubmit'> & {
  /** Sends what was typed; throws `Refused`, or resolves when all is well. */
  send: (values: Record<string, string>, data: FormData) => Promise<void>
  /** Looks at what was typed before it is sent. */
  check?: (values: Record<string, string>) => FieldFault[]
  /** Words of its own for a failure, in place of the notice. */
  explain?: (failure: Refused) => ReactNode
}

/**
 * A form that sends once at a time, keeps what was typed, says what was refused and leads there. As a React form action
 * it is a POST even before the page is hydrated: React keeps what is sent too early and sends it then.
 */
export function Form({ send, check, explain, children, ...props }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const busy = useRef(false)
  const [failure, act, pending] = useActionState<Refused | undefined, FormData>(async (_before, data) => {
    busy.current = true
    try {
      const values = Object.fromEntries([...data].filter(isText))
      const faults = check?.(values) ?? []
      if (faults.length) return faulty(faults)
      await send(values, data)
      return undefined
    } catch (error) {
      return asRefused(error)
    } finally {
      busy.current = false
    }
  }, undefined)
  const wait = useWait(failure)
  useEffect(() => {
    if (failure) leadTo(form.current, failure)
  }, [failure])
  const stopDouble = (event: FormEvent) => {
    if (busy.current || pending || wait > 0) event.preventDefault()
    else busy.current = true
  }
  return (
    <FormContext value={{ ...(failure && { failure }), pending, wait }}>
      <form
        {...props}
        ref={form}
        action={act}
        noValidate
        onSubmit={stopDouble}
        // React would empty the fields after every sending.
        onReset={event => event.preventDefault()}
      >
        {children}
        {failure && !isAboutFields(failure) && (explain?.(failure) ?? <FailureNotice failure={failure} />)}
      </form>
    </FormContext>
  )
}

/** The button that sends the form; it waits while the form is being sent, and as long as the server asked for. */
export function Submit({ children, ...props }: ComponentProps<typeof Button>) {
  const { pending, wait } = useFormState()
  return (
    <Button type="submit" busy={pending} disabled={wait > 0} {...props}>
      {children}
    </Button>
  )
}

/** What is said about one field. */
export function useFaultWords() {
  const t = useTranslations('common.faults')
  return ({ fault, limit, expected }: FieldFault) => {
    const key = (expected && t.has(expected as never) ? expected : fault) as Parameters<typeof t>[0]
    return t.has(key) ? t(key, { limit: limit ?? 0 } as never) : t('format')
  }
}

const isText = (entry: [string, FormDataEntryValue]): entry is [string, string] => typeof entry[1] === 'string'

const isAboutFields = ({ details }: Refused) => Boolean(details.errors?.length)

function faulty(errors: FieldFault[]): Refused {
  return Object.assign(asRefused(undefined), { code: 'invalid_input', details: { errors } })
}

/** The keyboard goes to the first field that is wrong, else to the first password or code, which is ready to be typed anew. */
function leadTo(form: HTMLFormElement | null, failure: Refused) {
  const wrong = (failure.details.errors ?? []).map(({ field }) => field)
  const fields = [...(form?.querySelectorAll('input, textarea, select') ?? [])] as HTMLInputElement[]
  const first =
    fields.find(({ name }) => wrong.includes(name)) ??
    fields.find(({ type, autocomplete }) => type === 'password' || autocomplete === 'one-time-code')
  first?.focus()
  if (first?.tagName === 'INPUT') first.select()
}
