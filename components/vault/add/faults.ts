import type { FieldFault } from '@/components/refused'
import type { EntryInput, Fault } from '@/lib/core/vault/entry'

/** What was typed into the form of an entry, as the core checks it. */
export const inputOf = (values: Record<string, string>): EntryInput => ({
  otpType: values.otpType ?? 'totp',
  service: values.service,
  account: values.account,
  secret: values.secret,
  digits: values.digits,
  algorithm: values.algorithm,
  period: values.period,
  counter: values.counter,
})

/** The core's faults in the words of our forms. */
export const fieldFault = ({ field, rule }: Fault): FieldFault => ({ field, fault: RULES[rule] ?? 'format' })

const RULES: Partial<Record<Fault['rule'], string>> = {
  required: 'missing',
  choice: 'choice',
  characters: 'characters',
  no_colon: 'no_colon',
  base32: 'base32',
  integer: 'number',
  min: 'number',
  max: 'number',
  between: 'code_length',
}
