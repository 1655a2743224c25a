import { createHmac } from 'node:crypto'
import { confirmFactor, startEnrolment } from '../../lib/core/factors'
import { standingSession, type Viewer } from '../../lib/core/sessions'
import { decodeBase32 } from '../../lib/core/vault/base32'
import { client, makePerson, makeSession, type Person } from './people'

/** Somebody with a second factor, what their phone holds, and their recovery codes. */
export type Protected = Person & { viewer: Viewer; secret: string; codes: string[] }

const STEP_MS = 30_000

/** The code of a time step as RFC 6238 has it, reckoned here and not by the library under test; 0 is the step of now. */
export function codeOf(secret: string, offset = 0): string {
  const key = Buffer.from(decodeBase32(secret) ?? new Uint8Array())
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + offset))
  const digest = createHmac('sha1', key).update(counter).digest()
  const value = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(value % 1_000_000).padStart(6, '0')
}

/**
 * The middle of the last whole step: codes one step off are one step off, however slow the test. It lies in the past, so
 * that what is due by this clock is due by the database's, too.
 */
export const middleOfStep = () => Math.floor(Date.now() / STEP_MS) * STEP_MS - STEP_MS / 2

export async function viewerOf(person: { id: string }): Promise<Viewer> {
  const session = await makeSession(person)
  const viewer = await standingSession(session.sessionId, person.id)
  if (!viewer) throw new Error('the session does not stand')
  return viewer
}

/** Somebody with an authenticator app, confirmed with the code of the step before this one, so that this one's is fresh. */
export async function makeProtected(): Promise<Protected> {
  const person = await makePerson()
  const viewer = await viewerOf(person)
  const begun = await startEnrolment(viewer, 'totp', client)
  if (!begun) throw new Error('no secret')
  const codes = await confirmFactor(viewer, { code: codeOf(begun.secret, -1), withCodes: true }, client)
  return { ...person, viewer, secret: begun.secret, codes }
}
