import { Failure } from '../../failures'
import { textOf } from '../bytes'
import { openAesGcm } from './ciphers'
import { type Document, isObject, type JsonObject, readJson } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import { type Format, passwordOf, type Unlock } from './format'
import { pbkdf2Key } from './key-derivation'

/** Where the parts of an encrypted backup begin: iterations, salt, nonce, ciphertext with its tag. */
const [SALT_AT, NONCE_AT, SEALED_AT] = [4, 16, 28]

/** andOTP takes 140,000 to 160,000, and nothing else marks its files; far from that, it is another's file. */
const ITERATIONS = { min: 10_000, max: 1_000_000 }

/** andOTP's backup, plain or with a password. Runs in the browser, too. */
export const andOtp: Format = {
  id: 'andotp',
  app: 'andOTP',
  recognises: document => {
    const { json } = document
    if (!Array.isArray(json)) return isEncrypted(document)
    return isObject(json[0]) && ['secret', 'label', 'type'].every(key => key in (json[0] as JsonObject))
  },
  read: async (document, unlock) => {
    const list = isEncrypted(document) ? await decrypted(document, unlock) : document.json
    return { rows: checkRows(list, ofObject(rowOf)) }
  },
}

function isEncrypted({ bytes, text }: Document): boolean {
  if (text !== undefined || bytes.length < SEALED_AT + 16 + '[]'.length) return false
  const iterations = iterationsOf(bytes)
  return iterations >= ITERATIONS.min && iterations <= ITERATIONS.max
}

const iterationsOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

function rowOf(row: JsonObject): ReadRow {
  const type = typeof row.type === 'string' ? row.type.toLowerCase() : row.type
  const label = typeof row.label === 'string' ? row.label : ''
  // Early versions wrote both into the label.
  const [first = '', ...rest] = label.split(' - ')
  const both = row.issuer === undefined && rest.length > 0
  return {
    otpType: type === 'steam' ? 'steamtotp' : type,
    service: both ? first : row.issuer,
    account: both ? rest.join(' - ') : label,
    secret: row.secret,
    digits: row.digits,
    algorithm: row.algorithm,
    period: row.period,
    counter: row.counter,
    groups: Array.isArray(row.tags) ? row.tags : [],
  }
}

async function decrypted({ bytes }: Document, unlock: Unlock): Promise<unknown> {
  const password = passwordOf(unlock)
  const key = await pbkdf2Key('SHA-1', password, bytes.slice(SALT_AT, NONCE_AT), iterationsOf(bytes))
  const content = await openAesGcm(key, bytes.slice(NONCE_AT, SEALED_AT), bytes.slice(SEALED_AT))
  if (!content) throw new Failure('import_wrong_password')
  return readJson(textOf(content) ?? '')
}
