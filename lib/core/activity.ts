import { v7 as uuidv7 } from 'uuid'
import { db, type Prisma, type Transaction } from '../db'
import type { Locale } from '../messages/locales'

/** Where a request came from, as far as the account's owner may want to know. */
export type Client = {
  address: string
  device: string
  /** The language that it is spoken to in; mail that it causes is written in it. */
  locale?: Locale
}

/** Everything that an account's history can hold. */
export type EventKind =
  | 'account_registered'
  | 'account_activated'
  | 'signed_in'
  | 'sign_in_failed'
  | 'sign_in_locked'
  | 'signed_out'
  | 'sessions_ended'
  | 'refresh_token_reused'
  | 'password_reset_requested'
  | 'password_reset'
  | 'password_changed'
  | 'password_set'
  | 'email_change_requested'
  | 'email_changed'
  | 'account_exported'
  | 'token_created'
  | 'token_revoked'
  | 'account_disabled'
  | 'account_enabled'
  | 'role_changed'
  | 'sessions_ended_by_administrator'
  | 'second_factor_enabled'
  | 'second_factor_disabled'
  | 'second_factor_failed'
  | 'second_factor_locked'
  | 'recovery_code_used'
  | 'recovery_code_rehearsed'
  | 'recovery_codes_regenerated'
  | 'identity_confirmed'
  | 'intra_linked'
  | 'intra_unlinked'

/** Writes what happened into the history of an account, in the transaction of the act itself. */
export async function record(
  tx: Transaction | typeof db,
  userId: string,
  kind: EventKind,
  { address, device }: Client,
  data: Prisma.InputJsonObject = {},
) {
  await tx.event.create({ data: { id: uuidv7(), userId, kind, data, address, device } })
}

/** The newest events of an account, newest first. */
export const listEvents = (userId: string, limit = 50) =>
  db.event.findMany({ where: { userId }, orderBy: { at: 'desc' }, take: limit })
