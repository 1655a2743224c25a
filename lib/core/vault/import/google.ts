import { Failure } from '../../failures'
import { encodeBase32 } from '../base32'
import { type Bytes, fromBase64, textOf } from '../bytes'
import { checkRows, type ReadRow } from './draft'
import type { Batch, Format } from './format'
import { type Field, readMessage } from './protobuf'

const START = 'otpauth-migration://offline?data='

/**
 * The QR codes by which Google Authenticator hands accounts over, one URI per line. Runs in the browser, too. The
 * numbers of the fields are those of its `MigrationPayload`.
 */
export const google: Format = {
  id: 'google',
  app: 'Google Authenticator',
  recognises: ({ text }) => text !== undefined && linesOf(text).every(line => line.startsWith(START)),
  read: ({ text = '' }) => {
    const payloads = linesOf(text).map(payloadOf)
    const rows = payloads.flatMap(payload => payload.filter(({ number }) => number === 1))
    return { rows: checkRows(rows, row => rowOf(row as Field)), batches: batchesOf(payloads) }
  },
}

const linesOf = (text: string) => text.split(/\s*[\r\n]+\s*/)

/** Some readers of QR codes give the data with its escapes, others without. */
function payloadOf(line: string): Field[] {
  const data = line.slice(START.length).replaceAll(/%2b/gi, '+').replaceAll(/%2f/gi, '/').replaceAll(/%3d/gi, '=')
  const bytes = fromBase64(data.replaceAll(' ', '+'))
  const payload = bytes && readMessage(bytes)
  if (!payload?.some(({ number }) => number === 1)) throw new Failure('import_unreadable')
  return payload
}

const ALGORITHMS = ['sha1', 'sha1', 'sha256', 'sha512', 'md5']
const DIGITS = [6, 6, 8]
const TYPES = ['totp', 'hotp', 'totp']

function rowOf({ value }: Field): ReadRow {
  const fields = typeof value === 'number' ? undefined : readMessage(value)
  if (!fields) return { field: 'entry', rule: 'object' }
  const bytes = (number: number) => fields.map(field => (field.number === number ? field.value : 0)).findLast(isBytes)
  const count = (number: number) => countOf(fields, number)
  const text = (number: number) => textOf(bytes(number) ?? new Uint8Array()) ?? ''
  const issuer = text(3)
  const name = text(2)
  const colon = name.indexOf(':')
  const prefixed = issuer ? name.startsWith(`${issuer}:`) : colon > 0
  return {
    otpType: TYPES[count(6)] ?? 'unknown',
    service: issuer || (prefixed ? name.slice(0, colon) : undefined),
    account: prefixed ? name.slice((issuer ? issuer.length : colon) + 1) : name,
    secret: encodeBase32(bytes(1) ?? new Uint8Array()),
    algorithm: ALGORITHMS[count(4)] ?? 'unknown',
    digits: DIGITS[count(5)] ?? 0,
    counter: count(7),
  }
}

const isBytes = (value: Field['value']): value is Bytes => typeof value !== 'number'

/** Fields that are missing are zero; the last of several counts, as protocol buffers want it. */
function countOf(fields: Field[], number: number): number {
  const value = fields.findLast(field => field.number === number)?.value
  return typeof value === 'number' ? value : 0
}

function batchesOf(payloads: Field[][]): Batch[] {
  const batches = new Map<number, Batch>()
  for (const payload of payloads) {
    const count = (number: number) => countOf(payload, number)
    const batch = batches.get(count(5)) ?? { id: count(5), size: Math.max(1, count(3)), present: [] }
    batch.present = [...new Set([...batch.present, count(4) + 1])].sort((one, other) => one - other)
    batches.set(batch.id, batch)
  }
  return [...batches.values()]
}
