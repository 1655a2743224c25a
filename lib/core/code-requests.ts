import { db } from '../db'
import type { Client } from './activity'
import { mailCode } from './email-codes'
import { findFactor } from './factor-proof'
import { Failure } from './failures'
import { findViewer } from './sessions'
import { peekTicket } from './tickets'

/**
 * Mails a code: for the challenge or reset that a ticket stands for, or to the signed-in owner of a factor by e-mail,
 * one that is being set up included.
 *
 * @throws Failure `not_authenticated`, `invalid_ticket`, `factor_not_active`, `factor_not_email`, `too_many_attempts`
 */
export async function requestCode(
  { ticket, accessToken }: { ticket?: string | undefined; accessToken: string | undefined },
  client: Client,
): Promise<void> {
  if (ticket) return mailCodeForTicket(ticket, client)
  const viewer = accessToken ? await findViewer(accessToken) : undefined
  if (!viewer) throw new Failure(accessToken ? 'invalid_token' : 'not_authenticated')
  const row = await db.secondFactor.findUnique({ where: { userId: viewer.userId } })
  assertByEmail(row?.confirmedAt ? row.kind : row?.pendingKind)
  await mailCode(viewer.userId, 'account', client)
}

async function mailCodeForTicket(ticket: string, client: Client) {
  const found = (await peekTicket('sign_in', ticket)) ?? (await peekTicket('reset', ticket))
  if (!found) throw new Failure('invalid_ticket')
  const factor = await findFactor(found.userId)
  assertByEmail(factor?.kind)
  await mailCode(found.userId, `ticket:${ticket}`, client)
}

function assertByEmail(kind: 'totp' | 'email' | null | undefined) {
  if (!kind) throw new Failure('factor_not_active')
  if (kind !== 'email') throw new Failure('factor_not_email')
}
