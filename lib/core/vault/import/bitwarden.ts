import { expand } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { Failure } from '../../failures'
import { type Bytes, bytesOf, concatenated, fromBase64, textOf, toHex } from '../bytes'
import { splitOtpauth } from '../otpauth'
import { openAesCbc } from './ciphers'
import { byKey, isObject, type JsonObject, readJson } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import { type Format, passwordOf, type Unlock } from './format'
import { argon2Key, pbkdf2Key } from './key-derivation'

/** Bitwarden's JSON export, of the vault or of the authenticator, plain or with a password. Runs in the browser, too. */
export const bitwarden: Format = {
  id: 'bitwarden',
  app: 'Bitwarden',
  recognises: ({ json }) =>
    isObject(json) && 'encrypted' in json && ('items' in json || json.passwordProtected === true),
  read: async ({ json }, unlock) => {
    const file = json as JsonObject
    const content = file.encrypted === true ? await decrypted(file, unlock) : file
    if (!isObject(content)) throw new Failure('import_unreadable')
    const folders = byKey(content.folders, 'id')
    return {
      rows: checkRows(
        content.items,
        ofObject(row => rowOf(row, folders)),
      ),
    }
  },
}

/** What the item says of itself goes before what its URI says. Items without a second factor are none of ours. */
function rowOf(row: JsonObject, folders: Map<string, JsonObject>): ReadRow {
  const { totp, username } = isObject(row.login) ? row.login : ({} as JsonObject)
  if (typeof totp !== 'string' || totp.trim() === '') return undefined
  const said = partsOf(totp.trim())
  if (!said) return { field: 'uri', rule: 'otpauth' }
  const folder = typeof row.folderId === 'string' ? folders.get(row.folderId)?.name : undefined
  return {
    ...said,
    service: row.name || said.service,
    account: username || said.account,
    groups: [folder],
    pinned: row.favorite,
  }
}

function partsOf(totp: string) {
  if (/^steam:\/\//i.test(totp)) return { otpType: 'steamtotp', secret: totp.slice('steam://'.length) }
  if (!/^otpauth:/i.test(totp)) return { otpType: 'totp', secret: totp }
  const split = splitOtpauth(totp)
  return 'parts' in split ? split.parts : undefined
}

/**
 * A password-protected export: PBKDF2 or Argon2id, stretched with HKDF to one key for AES-256-CBC and one for
 * HMAC-SHA-256. An export that is encrypted for an account opens nowhere else.
 */
async function decrypted(file: JsonObject, unlock: Unlock): Promise<unknown> {
  if (file.passwordProtected !== true) throw new Failure(unlock.password ? 'import_account_bound' : 'import_encrypted')
  const password = passwordOf(unlock)
  const [, iv, sealed, mac] =
    /^2\.([^|]+)\|([^|]+)\|([^|]+)$/.exec(typeof file.data === 'string' ? file.data : '') ?? []
  const [ivBytes, sealedBytes, macBytes] = [iv, sealed, mac].map(part => (part ? fromBase64(part) : undefined))
  if (!ivBytes || !sealedBytes || !macBytes) throw new Failure('import_unreadable')
  const key = await masterKey(file, password, unlock)
  const expected = hmac(sha256, expand(sha256, key, bytesOf('mac'), 32), concatenated(ivBytes, sealedBytes))
  const genuine = toHex(expected) === toHex(macBytes)
  const encryptionKey = Uint8Array.from(expand(sha256, key, bytesOf('enc'), 32))
  const content = genuine ? await openAesCbc(encryptionKey, ivBytes, sealedBytes) : undefined
  if (!content) throw new Failure('import_wrong_password')
  return readJson(textOf(content) ?? '')
}

/** The salt is the text as it stands in the file, not the bytes that it seems to encode. */
function masterKey(file: JsonObject, password: string, { using }: Unlock): Promise<Bytes> {
  if (typeof file.salt !== 'string') throw new Failure('import_unreadable')
  const salt = bytesOf(file.salt)
  const passes = Number(file.kdfIterations)
  if (file.kdfType !== 1) return pbkdf2Key('SHA-256', password, salt, passes)
  const cost = { memoryKiB: Number(file.kdfMemory) * 1024, passes, lanes: Number(file.kdfParallelism) }
  return argon2Key(using, password, Uint8Array.from(sha256(salt)), cost)
}
