import { randomInt, randomUUID } from 'node:crypto'
import { type IntraPurpose, linkIntra } from '../../lib/core/intra'
import { sealToken } from '../../lib/core/sealed-tokens'
import { type Session, standingSession, type Viewer } from '../../lib/core/sessions'
import { db } from '../../lib/db'
import { client, makeSession } from './people'

/** Somebody who is signed in, and may be linked to 42. */
export type Owner = { id: string; email: string; viewer: Viewer; session: Session }

/** Somebody with an account, a password that nobody knows, and a session that has just begun. */
export async function makeOwner(): Promise<Owner> {
  const email = `${randomUUID()}@example.org`
  const user = await db.user.create({ data: { email, activatedAt: new Date(), passwordHash: 'x' } })
  const session = await makeSession(user)
  const viewer = await standingSession(session.sessionId, user.id)
  if (!viewer) throw new Error('the session does not stand')
  return { id: user.id, email, viewer, session }
}

/** A number that nobody has at 42. */
export const inventNumber = () => String(randomInt(1, 2 ** 47))

type Brought = { id: string; login?: string; email?: string | null; startedBy?: string | null }

/** What a visit to 42 brings back, as Auth.js makes it. */
export async function bring(
  purpose: IntraPurpose,
  { id, login = 'marvin', email = null, startedBy = null }: Brought,
): Promise<string> {
  return (await sealToken('api_token', { purpose, startedBy, id, login, email })).value
}

/** Links a number to somebody, as their own browser would. */
export const link = async ({ viewer }: Owner, id: string) =>
  linkIntra(viewer, await bring('link', { id, startedBy: viewer.userId }), { isProgram: false, client })

/** The same person, a quarter of an hour and a second after their last proof of identity. */
export const longAgo = ({ viewer }: Owner): Viewer => ({ ...viewer, authenticatedAt: new Date(Date.now() - 901_000) })
