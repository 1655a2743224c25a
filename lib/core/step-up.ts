import { db, sql } from '../db'
import type { Client } from './activity'
import { Failure } from './failures'
import type { Viewer } from './sessions'
import { provePassword } from './sign-in'

/** @throws Failure `reauthentication_required` when identity was last proven more than `seconds` ago. */
export function assertRecentProof(viewer: Viewer, seconds: number) {
  if (Date.now() - viewer.authenticatedAt.getTime() > seconds * 1000)
    throw new Failure('reauthentication_required', { extra: { methods: ['password'] } })
}

/**
 * Proves again that it is the owner who holds this session: from now on step-up is met.
 *
 * @throws Failure `wrong_password`, `too_many_attempts`
 */
export async function confirmIdentity(viewer: Viewer, password: string, client: Client): Promise<void> {
  await proveOwnPassword(viewer, password, client)
  await sql`UPDATE "Session" SET "authenticatedAt" = now() WHERE id = ${viewer.sessionId}`
}

/** The current password, asked for once more. @throws Failure `wrong_password`, `too_many_attempts` */
export async function proveOwnPassword(viewer: Viewer, password: string, client: Client) {
  const person = await db.user.findUniqueOrThrow({ where: { id: viewer.userId } })
  await provePassword(person, password, client).catch(error => {
    if (error instanceof Failure && error.code === 'invalid_credentials') throw new Failure('wrong_password')
    throw error
  })
  return person
}
