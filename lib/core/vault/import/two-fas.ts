import { Failure } from '../../failures'
import { fromBase64, textOf } from '../bytes'
import { openAesGcm } from './ciphers'
import { byKey, isObject, type JsonObject, readJson } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import { type Format, passwordOf, type Unlock } from './format'
import { pbkdf2Key } from './key-derivation'

const ITERATIONS = 10_000

/** 2FAS's backup file, schema 1 to 4, plain or with a password. Runs in the browser, too. */
export const twoFas: Format = {
  id: '2fas',
  app: '2FAS Auth',
  recognises: ({ json }) =>
    isObject(json) && 'schemaVersion' in json && ('services' in json || 'servicesEncrypted' in json),
  read: async ({ json }, unlock) => {
    const file = json as JsonObject
    const { servicesEncrypted } = file
    const services = servicesEncrypted ? await decrypted(servicesEncrypted, unlock) : file.services
    const groups = byKey(file.groups, 'id')
    return {
      rows: checkRows(
        services,
        ofObject(row => rowOf(row, groups)),
      ),
    }
  },
}

function rowOf(row: JsonObject, groups: Map<string, JsonObject>): ReadRow {
  const otp = isObject(row.otp) ? row.otp : {}
  const type = typeof otp.tokenType === 'string' ? otp.tokenType.toLowerCase() : 'totp'
  return {
    otpType: type === 'steam' ? 'steamtotp' : type,
    service: row.name || otp.issuer,
    account: otp.account || otp.label,
    secret: row.secret,
    digits: otp.digits,
    algorithm: otp.algorithm,
    period: otp.period,
    counter: otp.counter,
    groups: [typeof row.groupId === 'string' ? groups.get(row.groupId)?.name : undefined],
  }
}

/** `ciphertext:salt:nonce`, each in base64: AES-256-GCM under PBKDF2 with SHA-256. */
async function decrypted(servicesEncrypted: unknown, unlock: Unlock): Promise<unknown> {
  const password = passwordOf(unlock)
  const parts = typeof servicesEncrypted === 'string' ? servicesEncrypted.split(':') : []
  const [sealed, salt, nonce] = parts.map(fromBase64)
  if (!sealed || !salt || !nonce) throw new Failure('import_unreadable')
  const services = await openAesGcm(await pbkdf2Key('SHA-256', password, salt, ITERATIONS), nonce, sealed)
  if (!services) throw new Failure('import_wrong_password')
  return readJson(textOf(services) ?? '')
}
