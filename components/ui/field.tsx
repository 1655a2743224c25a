'use client'

import { clsx } from 'clsx'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useId, useRef, useState } from 'react'
import { useFaultWords, useFieldFault } from './form'

export const inputLook =
  'min-h-11 w-full min-w-0 rounded-field border border-edge bg-surface px-3 text-ink placeholder:text-ink-soft aria-invalid:border-danger disabled:opacity-60'

type FieldProps = Omit<ComponentProps<'input'>, 'name'> & {
  name: string
  label: ReactNode
  /** What is good to know before typing. */
  hint?: ReactNode
  /** Beside the label, as "Forgot it?". */
  aside?: ReactNode
}

/** A labelled input; what is wrong with it stands below, in room that is kept free for it. */
export function Field({ label, hint, aside, className, ...props }: FieldProps) {
  return (
    <Labelled name={props.name} label={label} hint={hint} aside={aside}>
      {described => <input {...props} {...described} className={clsx(inputLook, className)} />}
    </Labelled>
  )
}

/** As {@link Field}, for a password: a button shows what was typed, and the caret stays. */
export function PasswordField({ label, hint, aside, ...props }: FieldProps) {
  const t = useTranslations('common')
  const input = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState(false)
  const toggle = () => {
    const { selectionStart = null, selectionEnd = null } = input.current ?? {}
    setShown(!shown)
    requestAnimationFrame(() => input.current?.setSelectionRange(selectionStart, selectionEnd))
  }
  const Icon = shown ? EyeOff : Eye
  return (
    <Labelled name={props.name} label={label} hint={hint} aside={aside}>
      {described => (
        <div className="relative">
          <input
            {...props}
            {...described}
            ref={input}
            type={shown ? 'text' : 'password'}
            spellCheck={false}
            autoCapitalize="none"
            className={clsx(inputLook, 'pr-11')}
          />
          <button
            type="button"
            aria-label={t('showPassword')}
            aria-pressed={shown}
            aria-controls={described.id}
            onMouseDown={event => event.preventDefault()}
            onClick={toggle}
            className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-field text-ink-soft hover:text-ink"
          >
            <Icon aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </Labelled>
  )
}

type Described = { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }

/** The frame of a field: label above, hint and fault below, tied together for those who listen. */
export function Labelled({
  name,
  label,
  hint,
  aside,
  children,
}: {
  name: string
  label: ReactNode
  hint?: ReactNode
  aside?: ReactNode
  children: (described: Described) => ReactNode
}) {
  const id = useId()
  const fault = useFieldFault(name)
  const say = useFaultWords()
  const ids = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, ...(fault && { 'aria-invalid': true }), ...(ids && { 'aria-describedby': ids }) })}
      {hint && (
        <div id={`${id}-hint`} className="text-ink-soft text-sm">
          {hint}
        </div>
      )}
      <div className="fault-room">
        {fault && (
          <p id={`${id}-fault`} className="text-danger text-sm">
            {say(fault)}
          </p>
        )}
      </div>
    </div>
  )
}

/** A box to tick, with its words as part of what can be pressed. */
export function Checkbox({
  label,
  hint,
  className,
  ...props
}: ComponentProps<'input'> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId()
  return (
    <div className={clsx('grid grid-cols-[auto_1fr] items-start gap-x-3', className)}>
      <input
        {...props}
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-5 accent-ink"
      />
      <label htmlFor={id} className="min-h-6">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-ink-soft text-sm">
          {hint}
        </p>
      )}
    </div>
  )
}
