import { Failure } from '../../failures'
import { type Bytes, bytesOf, textOf } from '../bytes'
import { openAesCbc, openAesGcm } from './ciphers'
import { byKey, isObject, type JsonObject, readJson } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import { type Format, passwordOf, type Unlock } from './format'
import { argon2Key, pbkdf2Key } from './key-derivation'

const STRONG = bytesOf('AUTHENTICATORPRO')
const LEGACY = bytesOf('AuthenticatorPro')
const HEADER = 16

/** The backup of Stratum (formerly Authenticator Pro), plain or with a password (its doc/BACKUP_FORMAT.md). Runs in the browser, too. */
export const stratum: Format = {
  id: 'stratum',
  app: 'Stratum',
  recognises: ({ bytes, json }) =>
    (isObject(json) && 'Authenticators' in json) || begins(bytes, STRONG) || begins(bytes, LEGACY),
  read: async ({ bytes, json }, unlock) => {
    const content = json ?? (await decrypted(bytes, unlock))
    if (!isObject(content)) throw new Failure('import_unreadable')
    const context = { icons: byKey(content.CustomIcons, 'Id'), groups: groupsBySecret(content) }
    return {
      rows: checkRows(
        content.Authenticators,
        ofObject(row => rowOf(row, context)),
      ),
    }
  },
}

const begins = (bytes: Bytes, header: Bytes) => header.every((byte, index) => bytes[index] === byte)

const TYPES: Record<number, string> = { 1: 'hotp', 2: 'totp', 3: 'motp', 4: 'steamtotp', 5: 'yandex' }
const ALGORITHMS = ['sha1', 'sha256', 'sha512']

type Context = { icons: Map<string, JsonObject>; groups: Map<unknown, unknown[]> }

function rowOf(row: JsonObject, { icons, groups }: Context): ReadRow {
  const icon = typeof row.Icon === 'string' && row.Icon.startsWith('@') ? icons.get(row.Icon.slice(1)) : undefined
  return {
    otpType: TYPES[Number(row.Type)] ?? 'unknown',
    service: row.Issuer,
    account: row.Username,
    secret: row.Secret,
    digits: row.Digits,
    algorithm: ALGORITHMS[Number(row.Algorithm ?? 0)] ?? 'unknown',
    period: row.Period,
    counter: row.Counter,
    groups: groups.get(row.Secret) ?? [],
    icon: { mime: null, base64: icon?.Data },
  }
}

/** Authenticators are put into categories by their secret. */
function groupsBySecret(content: JsonObject): Map<unknown, unknown[]> {
  const categories = byKey(content.Categories, 'Id')
  const groups = new Map<unknown, unknown[]>()
  const links = Array.isArray(content.AuthenticatorCategories) ? content.AuthenticatorCategories : []
  for (const link of links.filter(isObject)) {
    const name = categories.get(String(link.CategoryId))?.Name
    groups.set(link.AuthenticatorSecret, [...(groups.get(link.AuthenticatorSecret) ?? []), name])
  }
  return groups
}

async function decrypted(bytes: Bytes, unlock: Unlock): Promise<unknown> {
  const password = passwordOf(unlock)
  const content = begins(bytes, STRONG) ? await openStrong(bytes, password, unlock) : await openLegacy(bytes, password)
  const json = content && readJson(textOf(content) ?? '')
  // AES-CBC alone does not tell a wrong password from a right one.
  if (!json) throw new Failure('import_wrong_password')
  return json
}

async function openStrong(bytes: Bytes, password: string, { using }: Unlock): Promise<Bytes | undefined> {
  const salt = bytes.slice(HEADER, HEADER + 16)
  const key = await argon2Key(using, password, salt, { memoryKiB: 65_536, passes: 3, lanes: 4 })
  return openAesGcm(key, bytes.slice(HEADER + 16, HEADER + 28), bytes.slice(HEADER + 28))
}

async function openLegacy(bytes: Bytes, password: string): Promise<Bytes | undefined> {
  const key = await pbkdf2Key('SHA-1', password, bytes.slice(HEADER, HEADER + 20), 64_000)
  return openAesCbc(key, bytes.slice(HEADER + 20, HEADER + 36), bytes.slice(HEADER + 36))
}
