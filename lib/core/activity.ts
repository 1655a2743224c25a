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

/** Everything that an account's history can hold, and what it is about. */
export const EVENTS = {
  account_registered: 'account',
  account_activated: 'account',
  codes_shared: 'account',
  account_exported: 'account',
  account_disabled: 'account',
  account_enabled: 'account',
  role_changed: 'account',
  email_change_requested: 'account',
  email_changed: 'account',
  signed_in: 'sign_in',
  sign_in_failed: 'sign_in',
  sign_in_locked: 'sign_in',
  signed_out: 'sign_in',
  sessions_ended: 'sign_in',
  sessions_ended_by_administrator: 'sign_in',
  refresh_token_reused: 'sign_in',
  identity_confirmed: 'sign_in',
  intra_linked: 'sign_in',
  intra_unlinked: 'sign_in',
  password_reset_requested: 'security',
  password_reset: 'security',
  password_changed: 'security',
  password_set: 'security',
  second_factor_enabled: 'security',
  second_factor_disabled: 'security',
  second_factor_failed: 'security',
  second_factor_locked: 'security',
  recovery_code_used: 'security',
  recovery_code_rehearsed: 'security',
  recovery_codes_regenerated: 'security',
  alarm_raised: 'security',
  vault_secrets_shown: 'security',
  vault_exported: 'security',
  vault_imported: 'security',
  token_created: 'tokens',
  token_revoked: 'tokens',
  tokens_revoked: 'tokens',
} as const satisfies Record<string, EventGroup>

export const EVENT_GROUPS = ['sign_in', 'security', 'account', 'tokens'] as const
export type EventGroup = (typeof EVENT_GROUPS)[number]
export type EventKind = keyof typeof EVENTS

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

/** So many events make a page of a history. */
const PAGE = 30

/**
 * A page of an account's history, newest first.
 *
 * @param before the id of the event that the page before ended with.
 * @returns the events, and the id to ask on with while there are more.
 */
export async function readActivity(userId: string, { group, before }: { group?: EventGroup; before?: string } = {}) {
  const kinds = Object.keys(EVENTS).filter(kind => EVENTS[kind as EventKind] === group)
  const found = await db.event.findMany({
    where: { userId, ...(group && { kind: { in: kinds } }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: PAGE + 1,
    ...(before && { cursor: { id: before }, skip: 1 }),
  })
  const events = found.slice(0, PAGE)
  return { events, next: found.length > PAGE ? events.at(-1)?.id : undefined }
}
