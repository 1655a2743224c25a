import { createCipheriv, randomBytes, randomUUID, scryptSync } from 'node:crypto'
import QRCode from 'qrcode'

/** Files and pictures as other apps make them, put together here by their descriptions. */

export type Exported = { service: string; account: string; secret: string; group?: string }

const sealed = (key: Buffer, content: Buffer) => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const bytes = Buffer.concat([cipher.update(content), cipher.final()])
  return { bytes, params: { nonce: nonce.toString('hex'), tag: cipher.getAuthTag().toString('hex') } }
}

/** A vault file of Aegis that is locked with a password (its docs/vault.md). */
export function lockedAegisFile(accounts: Exported[], password: string): string {
  const names = [...new Set(accounts.flatMap(({ group }) => group ?? []))].map(name => ({ uuid: randomUUID(), name }))
  const entries = accounts.map(({ service, account, secret, group }) => ({
    ...{ type: 'totp', uuid: randomUUID(), name: account, issuer: service, note: '', icon: null },
    info: { secret, algo: 'SHA1', digits: 6, period: 30 },
    groups: names.filter(({ name }) => name === group).map(({ uuid }) => uuid),
  }))
  const master = randomBytes(32)
  const salt = randomBytes(32)
  const slotKey = scryptSync(password, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 27 })
  const wrapped = sealed(slotKey, master)
  const content = sealed(master, Buffer.from(JSON.stringify({ version: 3, entries, groups: names })))
  const slot = {
    ...{ type: 1, uuid: randomUUID(), key: wrapped.bytes.toString('hex'), key_params: wrapped.params },
    ...{ n: 2 ** 15, r: 8, p: 1, salt: salt.toString('hex'), repaired: true, is_backup: false },
  }
  const header = { slots: [slot], params: content.params }
  return JSON.stringify({ version: 1, header, db: content.bytes.toString('base64') })
}

const varint = (value: number): number[] => (value > 127 ? [(value % 128) | 128, ...varint(value >> 7)] : [value])
const count = (number: number, value: number) => [...varint(number * 8), ...varint(value)]
const bytes = (number: number, content: Uint8Array | number[]) => [
  ...[...varint(number * 8 + 2), ...varint(content.length)],
  ...content,
]

/** One QR code of several by which Google Authenticator hands accounts over, as a picture. */
export function googlePicture(
  accounts: { service: string; account: string; key: string }[],
  place: number,
  of: number,
) {
  const parameters = accounts.flatMap(({ service, account, key }) =>
    bytes(1, [
      ...[...bytes(1, Buffer.from(key)), ...bytes(2, Buffer.from(account)), ...bytes(3, Buffer.from(service))],
      ...[...count(4, 1), ...count(5, 1), ...count(6, 2)],
    ]),
  )
  const payload = [...parameters, ...count(2, 1), ...count(3, of), ...count(4, place - 1), ...count(5, 4242)]
  const data = encodeURIComponent(Buffer.from(payload).toString('base64'))
  return QRCode.toBuffer(`otpauth-migration://offline?data=${data}`, { scale: 6 })
}

/** Ente's export under the strongest key that it makes: Argon2id over 1 GiB, four times. Nothing can open this one. */
export const strongEnteFile = () =>
  Buffer.from(
    JSON.stringify({
      version: 1,
      kdfParams: { memLimit: 2 ** 30, opsLimit: 4, salt: randomBytes(16).toString('base64') },
      encryptedData: randomBytes(200).toString('base64'),
      encryptionNonce: randomBytes(24).toString('base64'),
    }),
  )
