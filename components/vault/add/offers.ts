import { type CheckedEntry, duplicateKey, type Entry } from '@/lib/core/vault/entry'
import type { Document } from '@/lib/core/vault/import/document'
import type { Unlock } from '@/lib/core/vault/import/format'
import { google } from '@/lib/core/vault/import/google'
import { readOtpauth } from '@/lib/core/vault/otpauth'
import type { VaultEntry } from '../entries'

/** What was found in a picture, on the camera or in a link. */
export type Found = {
  offers: Entry[]
  /** Codes that were read and are none of an authenticator. */
  others: number
}

/** What texts offer to add: entries by their URIs, and those of Google Authenticator's hand-over. */
export async function offersOf(texts: string[]): Promise<Found> {
  const found: Found = { offers: [], others: 0 }
  for (const text of texts.map(each => each.trim())) {
    const offers = await entriesOf(text)
    if (offers.length) found.offers.push(...offers)
    else found.others++
  }
  return found
}

async function entriesOf(text: string): Promise<Entry[]> {
  if (!/^otpauth-migration:/i.test(text)) {
    const read: CheckedEntry = readOtpauth(text)
    return 'entry' in read ? [read.entry] : []
  }
  try {
    const { rows } = await google.read({ text } as Document, {} as Unlock)
    return rows.flatMap(row => ('ok' in row ? [row.ok] : []))
  } catch {
    return []
  }
}

/** The entry that the vault has already: the same key where keys are at hand, else the same name. */
export function duplicateOf(entry: Entry, entries: VaultEntry[]): VaultEntry | undefined {
  const key = duplicateKey(entry)
  return entries.find(known =>
    known.secret
      ? duplicateKey({ ...known, secret: known.secret }) === key || known.secret === entry.secret
      : known.service === entry.service && known.account === entry.account,
  )
}

/** The group in which other entries of the same service are; else the one that is open. */
export function groupFor(service: string | null, entries: VaultEntry[], open: number): number {
  const same = entries.find(entry => entry.groupId && service && entry.service?.toLowerCase() === service.toLowerCase())
  return same?.groupId ?? open
}
