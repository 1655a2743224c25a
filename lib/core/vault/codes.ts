import { sql } from '../../db'
import { log } from '../../log'
import { Failure } from '../failures'
import type { Caller } from '../personal-tokens'
import type { Entry, OtpType } from './entry'
import { type CounterCode, counterCode, type TimeCode, timeCode } from './otp'
import { findEntry, openEntry, type StoredEntry } from './stored-entry'

export type Code = { otpType: OtpType; code: TimeCode | CounterCode }

/**
 * The code of a kept entry. A counter is moved on by one statement and kept before its code goes out, so that none is
 * given twice.
 *
 * @throws Failure `not_found`, `forbidden`, `indecipherable`, `invalid_secret`, `invalid_otp_parameters`
 */
export async function generateCode({ userId }: Caller, id: number): Promise<Code> {
  const stored = await findEntry(userId, id)
  if (stored.otpType === 'hotp') return nextCounterCode(stored)
  const code = timeCode(openEntry(stored))
  const stale = !stored.lastUsedAt || Date.now() - stored.lastUsedAt.getTime() > 60_000
  if (stale) noteUse(id).catch(error => log.warn({ err: error }, 'a use was not noted'))
  return { otpType: stored.otpType, code }
}

/** The code of an entry that is not kept. @throws Failure `invalid_secret`, `invalid_otp_parameters` */
export function codeOf(entry: Entry): Code {
  return { otpType: entry.otpType, code: entry.otpType === 'hotp' ? counterCode(entry) : timeCode(entry) }
}

/** Notes that somebody used a code that the page made. @throws Failure `not_found`, `forbidden` */
export async function noteCodeUse({ userId }: Caller, id: number): Promise<void> {
  const { otpType } = await findEntry(userId, id)
  if (otpType !== 'hotp') await noteUse(id)
}

async function nextCounterCode(stored: StoredEntry): Promise<Code> {
  const entry = openEntry(stored)
  const [moved] = await sql<{ used: number }>`
    UPDATE "VaultEntry" SET counter = counter + 1, "useCount" = "useCount" + 1, "lastUsedAt" = now()
    WHERE id = ${stored.id} AND "otpType" = 'hotp' AND counter < ${Number.MAX_SAFE_INTEGER}
    RETURNING (counter - 1)::float8 AS used`
  if (!moved) throw new Failure('invalid_otp_parameters', { reason: ['The counter has come to its end.'] })
  return { otpType: 'hotp', code: counterCode({ ...entry, counter: moved.used }) }
}

/** At most once a minute for an entry: a page that shows a code again and again uses it once. */
const noteUse = (id: number) => sql`
  UPDATE "VaultEntry" SET "useCount" = "useCount" + 1, "lastUsedAt" = now()
  WHERE id = ${id} AND ("lastUsedAt" IS NULL OR "lastUsedAt" < now() - interval '1 minute')`
