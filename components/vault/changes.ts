import { checkEntry, type Entry, type Fault } from '@/lib/core/vault/entry'
import { inputOf } from './add/faults'
import type { VaultEntry } from './entries'

/** Stands for the key, which stays as it is and is not sent. */
const ANY_KEY = 'AAAAAAAA'

/** What a form changes of an entry, checked as the core does; a counter that was left alone is not sent. */
export function checkChanges(
  values: Record<string, string>,
  before: VaultEntry,
): { faults: Fault[] } | { body: Record<string, unknown> } {
  const checked = checkEntry({ ...inputOf(values), secret: ANY_KEY })
  if ('faults' in checked) return checked
  const { secret: _, otpType, counter, ...rest } = checked.entry
  const isSameCounter = counter === before.counter && otpType === before.otpType
  return { body: { ...rest, otp_type: otpType, ...(!isSameCounter && counter !== null && { counter }) } }
}

/** A new entry in the API's words. */
export const bodyOf = ({ otpType, ...entry }: Entry) => ({ ...entry, otp_type: otpType })
