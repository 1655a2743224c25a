import { Failure } from '../../failures'
import { type Bytes, concatenated, fromBase64, fromHex, textOf } from '../bytes'
import { openAesGcm } from './ciphers'
import { byKey, isObject, type JsonObject, readJson } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import { type Format, passwordOf, type Unlock } from './format'
import { scryptKey } from './key-derivation'

/** Each password slot costs a derivation; nobody has more than one or two. */
const MAX_SLOTS = 4

/** Aegis's vault file, plain or encrypted (its docs/vault.md). Runs in the browser, too. */
export const aegis: Format = {
  id: 'aegis',
  app: 'Aegis',
  recognises: ({ json }) => isObject(json) && (isObject(json.db) || isEncrypted(json)),
  read: async ({ json }, unlock) => {
    const file = json as JsonObject
    const content = isEncrypted(file) ? await decrypted(file, unlock) : file.db
    if (!isObject(content)) throw new Failure('import_unreadable')
    const groups = byKey(content.groups, 'uuid')
    return {
      rows: checkRows(
        content.entries,
        ofObject(row => rowOf(row, groups)),
      ),
    }
  },
}

const isEncrypted = (file: JsonObject) =>
  typeof file.db === 'string' && isObject(file.header) && Array.isArray(file.header.slots)

function rowOf(row: JsonObject, groups: Map<string, JsonObject>): ReadRow {
  const info = isObject(row.info) ? row.info : {}
  const inGroups = Array.isArray(row.groups) ? row.groups.map(id => groups.get(id)?.name) : [row.group]
  return {
    otpType: row.type === 'steam' ? 'steamtotp' : row.type,
    service: row.issuer,
    account: row.name,
    secret: info.secret,
    digits: info.digits,
    algorithm: info.algo,
    period: info.period,
    counter: info.counter,
    note: row.note,
    groups: inGroups,
    pinned: row.favorite,
    icon: { mime: row.icon_mime, base64: row.icon },
  }
}

async function decrypted(file: JsonObject, unlock: Unlock): Promise<unknown> {
  const password = passwordOf(unlock)
  const { slots, params } = file.header as JsonObject
  const sealed = sealedBy(params, fromBase64(file.db as string))
  const withPassword = (slots as unknown[]).filter(isObject).filter(slot => slot.type === 1)
  if (!sealed || withPassword.length === 0 || withPassword.length > MAX_SLOTS) throw new Failure('import_unreadable')
  for (const slot of withPassword) {
    const wrapped = sealedBy(slot.key_params, hex(slot.key))
    const salt = hex(slot.salt)
    if (!wrapped || !salt) throw new Failure('import_unreadable')
    const cost = { N: Number(slot.n), r: Number(slot.r), p: Number(slot.p) }
    const key = await openAesGcm(await scryptKey(unlock.using, password, salt, cost), wrapped.nonce, wrapped.bytes)
    const content = key && (await openAesGcm(key, sealed.nonce, sealed.bytes))
    if (content) return readJson(textOf(content) ?? '')
  }
  throw new Failure('import_wrong_password')
}

const hex = (value: unknown) => (typeof value === 'string' ? fromHex(value) : undefined)

/** Aegis keeps nonce and tag beside the ciphertext; WebCrypto wants the tag at its end. */
function sealedBy(parameters: unknown, ciphertext: Bytes | undefined): { nonce: Bytes; bytes: Bytes } | undefined {
  const nonce = isObject(parameters) ? hex(parameters.nonce) : undefined
  const tag = isObject(parameters) ? hex(parameters.tag) : undefined
  return nonce && tag && ciphertext ? { nonce, bytes: concatenated(ciphertext, tag) } : undefined
}
