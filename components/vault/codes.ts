import { type CodeSource, timeCode } from '@/lib/core/vault/otp'
import type { VaultEntry } from './entries'

/** The code of a time step, and the next one where it is known. */
export type Code = { password: string; next?: string }

/** A code that the API has made: by counter, or of a moment. */
export type FetchedCode = {
  password: string
  next_password?: string
  /** Unix time in seconds; absent for a code by counter. */
  generated_at?: number
}

/**
 * The code to show now: computed here where the secret is at hand, else what was fetched while it is still good.
 *
 * @param seconds Unix time by the server's clock.
 */
export function currentCode(entry: VaultEntry, seconds: number, fetched?: FetchedCode): Code | undefined {
  if (entry.otpType === 'hotp') return fetched && { password: fetched.password }
  const step = stepAt(entry, seconds)
  if (entry.secret) return computed(entry, step)
  if (fetched?.generated_at === undefined) return undefined
  const age = step - stepAt(entry, fetched.generated_at)
  const { password, next_password: next } = fetched
  if (age === 0) return next ? { password, next } : { password }
  return age === 1 && next ? { password: next } : undefined
}

/** The last code of each entry: several parts of a page ask for it, and it takes two HMACs. */
const lastCodes = new WeakMap<VaultEntry, { step: number; code: Code | undefined }>()

function computed(entry: VaultEntry, step: number): Code | undefined {
  const last = lastCodes.get(entry)
  if (last?.step === step) return last.code
  const code = made(entry as CodeSource, step * periodOf(entry))
  lastCodes.set(entry, { step, code })
  return code
}

/** A kept secret that makes no codes (one that was damaged) is shown without one. */
function made(source: CodeSource, seconds: number): Code | undefined {
  try {
    const { password, nextPassword } = timeCode(source, seconds)
    return { password, next: nextPassword }
  } catch {
    return undefined
  }
}

/** Seconds of a time step; 30 for entries that have none. */
export const periodOf = ({ otpType, period }: Pick<VaultEntry, 'otpType' | 'period'>): number =>
  otpType === 'steamtotp' ? 30 : (period ?? 30)

export const stepAt = (entry: VaultEntry, seconds: number): number => Math.floor(seconds / periodOf(entry))

/** Whole seconds until the code changes: `period` down to 1. */
export const secondsLeft = (period: number, seconds: number): number => period - (Math.floor(seconds) % period)

/** A code as the eye reads it: halves by default, or pairs or threes. */
export function grouped(code: string, by: Grouping = 'half'): string[] {
  if (by === 'none') return [code]
  const size = by === 'half' ? Math.ceil(code.length / 2) : by
  return code.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
}

export type Grouping = 'none' | 'half' | 2 | 3

/** A code as it is read aloud: every character by itself. */
export const spoken = (code: string): string => [...code].join(' ')
