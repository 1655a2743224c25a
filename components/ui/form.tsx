'use client'

import { useTranslations } from 'next-intl'
import {
  type ComponentProps,
  createContext,
  type FormEvent,
  type ReactNode,
  use,
  useEffect,
  useRef,
  useState,
} from 'react'
import { type FieldFault, Refused } from '@/components/refused'
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
  /** The field that a failure is about, by the failure's code: its words stand there. */
  places?: Record<string, string>
}

/**
 * A form that sends once at a time, keeps what was typed, says what was refused and leads there. As a React form action
 * it is a POST even before the page is hydrated: React keeps what is sent too early and sends it then. The action only
 * sets the sending off: React would hold back every other form's outcome until this one's is there, and a step-up asks
 * in the middle.
 */
export function Form({ send, check, explain, places = {}, children, ...props }: FormProps) {
  const t = useTranslations('common')
  const form = useRef<HTMLFormElement>(null)
  const busy = useRef(false)
  const [failure, setFailure] = useState<Refused>()
  const [pending, setPending] = useState(false)
  const submit = async (data: FormData) => {
    busy.current = true
    setPending(true)
    const values = Object.fromEntries([...data].filter(isText))
    const faults = check?.(values) ?? []
    const outcome = faults.length ? faulty(faults) : await send(values, data).then(nothing, asRefused)
    setFailure(outcome && placed(outcome, places))
    setPending(false)
    busy.current = false
  }
  const wait = useWait(failure)
  useEffect(() => {
    if (failure) leadTo(form.current, failure)
  }, [failure])
  const stopDouble = (event: FormEvent) => {
    if (busy.current || wait > 0) event.preventDefault()
    else busy.current = true
  }
  return (
    <FormContext value={{ ...(failure && { failure }), pending, wait }}>
      <form
        {...props}
        ref={form}
        action={data => void Promise.resolve(data).then(submit)}
        noValidate
        onSubmit={stopDouble}
        // React would empty the fields after every sending.
        onReset={event => event.preventDefault()}
      >
        {children}
        <div className="failure-room grid gap-4">
          {failure && !isAboutFields(failure) && (explain?.(failure) ?? <FailureNotice failure={failure} />)}
        </div>
        {failure?.code === 'network' && (
          <Button type="submit" kind="secondary" busy={pending}>
            {t('retry')}
          </Button>
        )}
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
  const failures = useTranslations('failures')
  return ({ fault, limit, expected }: FieldFault) => {
    const key = (expected && t.has(expected as never) ? expected : fault) as Parameters<typeof t>[0]
    if (t.has(key)) return t(key, { limit: limit ?? 0 } as never)
    return failures.has(fault as never) ? failures(fault as never, { tries: limit ?? 99 } as never) : t('format')
  }
}

const isText = (entry: [string, FormDataEntryValue]): entry is [string, string] => typeof entry[1] === 'string'

const isAboutFields = ({ details }: Refused) => Boolean(details.errors?.length)

const nothing = () => undefined

function faulty(errors: FieldFault[]): Refused {
  return Object.assign(asRefused(undefined), { code: 'invalid_input', details: { errors } })
}

/** A failure that is about one field is said there. */
function placed(failure: Refused, places: Record<string, string>): Refused {
  const field = places[failure.code]
  const { code, status, details } = failure
  if (!field || details.errors?.length) return failure
  const limit = details.triesLeft === undefined ? {} : { limit: details.triesLeft }
  return new Refused(status, code, { ...details, errors: [{ field, fault: code, ...limit }] })
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
