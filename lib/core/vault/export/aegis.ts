import { type Bytes, bytesOf, toBase64, toHex } from '../bytes'
import { type KeyDerivation, portableKeyDerivation, scryptKey } from '../import/key-derivation'
import type { PortableEntry } from '../portable-entry'

/** Aegis's own cost, and OWASP's floor for a tenth of a second. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1 }

/**
 * A vault file of Aegis (its docs/vault.md): encrypted with a password, and readable by Aegis, Ente, Stratum and this.
 * AES-256-GCM under a random master key, which scrypt seals with the password. Runs in the browser, too.
 */
export async function exportEncryptedAegis(
  entries: PortableEntry[],
  password: string,
  using: KeyDerivation = portableKeyDerivation,
): Promise<string> {
  const masterKey = random(32)
  const salt = random(32)
  const slotKey = await scryptKey(using, password, salt, SCRYPT)
  const wrapped = await seal(slotKey, masterKey)
  const content = await seal(masterKey, bytesOf(JSON.stringify(contentOf(entries))))
  const slot = {
    type: 1,
    uuid: crypto.randomUUID(),
    key: toHex(wrapped.ciphertext),
    key_params: wrapped.params,
    n: SCRYPT.N,
    r: SCRYPT.r,
    p: SCRYPT.p,
    salt: toHex(salt),
    repaired: true,
    is_backup: false,
  }
  const header = { slots: [slot], params: content.params }
  return JSON.stringify({ version: 1, header, db: toBase64(content.ciphertext) }, null, 4)
}

/** The same file without encryption. Runs in the browser, too. */
export const exportAegis = (entries: PortableEntry[]): string =>
  JSON.stringify({ version: 1, header: { slots: null, params: null }, db: contentOf(entries) }, null, 4)

function contentOf(entries: PortableEntry[]) {
  const names = [...new Set(entries.flatMap(entry => entry.groups ?? []))]
  const groups = new Map(names.map(name => [name, crypto.randomUUID()]))
  return {
    version: 3,
    entries: entries.map(entry => entryOf(entry, groups)),
    groups: [...groups].map(([name, uuid]) => ({ uuid, name })),
  }
}

function entryOf(entry: PortableEntry, groups: Map<string, string>) {
  const { otpType, account, service, secret, digits, algorithm, period, counter, icon } = entry
  return {
    type: otpType === 'steamtotp' ? 'steam' : otpType,
    uuid: crypto.randomUUID(),
    name: account,
    issuer: service ?? '',
    note: entry.note ?? '',
    favorite: entry.pinned ?? false,
    icon: icon ? toBase64(icon.data) : null,
    icon_mime: icon?.mime ?? null,
    icon_hash: null,
    info: {
      secret: secret.replace(/=+$/, ''),
      algo: algorithm.toUpperCase(),
      digits,
      ...(counter === null ? { period } : { counter }),
    },
    groups: (entry.groups ?? []).map(name => groups.get(name)),
  }
}

/** AES-256-GCM, nonce and tag apart and in hexadecimal, as Aegis keeps them. */
async function seal(key: Bytes, content: Bytes) {
  const iv = random(12)
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, imported, content))
  return { ciphertext: sealed.slice(0, -16), params: { nonce: toHex(iv), tag: toHex(sealed.slice(-16)) } }
}

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))
