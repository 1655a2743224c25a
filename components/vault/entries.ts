import type { Algorithm, OtpType } from '@/lib/core/vault/entry'

/** An entry of the vault, as the pages know it. */
export type VaultEntry = {
  id: number
  groupId: number | null
  service: string | null
  account: string
  /** The name of a stored icon file. */
  icon: string | null
  otpType: OtpType
  digits: number
  algorithm: Algorithm
  period: number | null
  counter: number | null
  /** Base32; only where the reader's preferences let the browser compute codes. Never leaves memory. */
  secret?: string
  pinned: boolean
  note: string
  /** How often its code was used, and when last, in milliseconds of Unix time. */
  uses: number
  usedAt: number
  /** Was changed without network; the API does not know of it yet. */
  waits?: true
}

/** An entry as the API of document 003 tells it, with what Latchkey adds. */
export type ApiEntry = {
  id: number
  group_id: number | null
  service: string | null
  account: string
  icon: string | null
  otp_type: OtpType
  digits: number
  algorithm: Algorithm
  period: number | null
  counter: number | null
  secret?: string
  pinned?: boolean
  notes?: string | null
  use_count?: number
  last_used_at?: string | null
}

export type Group = { id: number; name: string; count: number }
export type ApiGroup = { id: number; name: string; twofaccounts_count: number }

export function entryOf(said: ApiEntry): VaultEntry {
  const { id, service, account, icon, digits, algorithm, period, counter, secret } = said
  return {
    ...{ id, service, account, icon, digits, algorithm, period, counter },
    groupId: said.group_id || null,
    otpType: said.otp_type,
    ...(secret && { secret }),
    pinned: said.pinned ?? false,
    note: said.notes ?? '',
    uses: said.use_count ?? 0,
    usedAt: said.last_used_at ? Date.parse(said.last_used_at) : 0,
  }
}

/** An entry in the API's words; the reverse of {@link entryOf}, apart from its use. */
export function apiOf(entry: VaultEntry): ApiEntry {
  const { id, service, account, icon, digits, algorithm, period, counter, secret, pinned } = entry
  return {
    ...{ id, service, account, icon, digits, algorithm, period, counter, pinned },
    ...(secret && { secret }),
    group_id: entry.groupId ?? 0,
    otp_type: entry.otpType,
    notes: entry.note || null,
  }
}

/** The groups that a reader has made; the first of the API's is all entries. */
export const groupsOf = (said: ApiGroup[]): Group[] =>
  said.filter(({ id }) => id > 0).map(({ id, name, twofaccounts_count }) => ({ id, name, count: twofaccounts_count }))

/** What an entry is called in sentences. */
export const nameOf = ({ service, account }: Pick<VaultEntry, 'service' | 'account'>): string =>
  service ? `${service} (${account})` : account
