'use client'

import { useTranslations } from 'next-intl'
import { type ComponentProps, useState } from 'react'
import { PasswordField } from './field'

type Props = Omit<ComponentProps<typeof PasswordField>, 'hint' | 'autoComplete'> & {
  /** The fewest characters that are taken. */
  least: number
}

/** A password that is chosen: the rules stand there before typing, and how strong it is is said while typing. */
export function NewPasswordField({ least, ...props }: Props) {
  const t = useTranslations('common.newPassword')
  const [typed, setTyped] = useState('')
  const strength = typed ? strengthOf(typed, least) : undefined
  return (
    <div className="grid gap-1.5">
      <PasswordField
        {...props}
        hint={t('rules', { least, advised: ADVISED })}
        autoComplete="new-password"
        onInput={event => setTyped(event.currentTarget.value)}
      />
      <div className="grid min-h-5 grid-cols-[4rem_1fr] items-center gap-3 text-sm">
        {strength && (
          <span aria-hidden className="grid grid-cols-3 gap-1">
            {[1, 2, 3].map(step => (
              <span
                key={step}
                className={`h-1 rounded-full ${step <= STEPS[strength] ? COLORS[strength] : 'bg-line'}`}
              />
            ))}
          </span>
        )}
        <span role="status" className={strength ? '' : 'sr-only'}>
          {strength && t(strength, { least })}
        </span>
      </div>
    </div>
  )
}

/** What is taken at least, and at most: the bounds of document 002, in code points. */
export function passwordFault(field: string, password: string | undefined, least: number) {
  const length = [...(password ?? '')].length
  if (!length) return [{ field, fault: 'missing' }]
  if (length < least) return [{ field, fault: 'too_short', limit: least }]
  return length > MOST ? [{ field, fault: 'too_long', limit: MOST }] : []
}

const ADVISED = 15
const MOST = 128

type Strength = 'short' | 'weak' | 'fair' | 'strong'

const STEPS = { short: 0, weak: 1, fair: 2, strong: 3 }
const COLORS = { short: 'bg-line', weak: 'bg-danger', fair: 'bg-warn', strong: 'bg-good' }

/** Length is what counts; repeating oneself is no length. */
function strengthOf(password: string, least: number): Strength {
  const characters = [...password]
  const worth = Math.min(characters.length, new Set(characters).size * 2)
  if (characters.length < least) return 'short'
  if (worth < 11) return 'weak'
  return worth < ADVISED ? 'fair' : 'strong'
}
