import { encodeBase32, MAX_SECRET_CHARACTERS } from '../base32'
import { isObject, type JsonObject } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import type { Format } from './format'

/** FreeOTP+'s JSON export. Runs in the browser, too. */
export const freeOtpPlus: Format = {
  id: 'freeotpplus',
  app: 'FreeOTP+',
  recognises: ({ json }) => isObject(json) && Array.isArray(json.tokens) && 'tokenOrder' in json,
  read: ({ json }) => ({ rows: checkRows((json as JsonObject).tokens, ofObject(rowOf)) }),
}

function rowOf(row: JsonObject): ReadRow {
  const type = typeof row.type === 'string' ? row.type.toLowerCase() : row.type
  return {
    otpType: type,
    service: row.issuerExt || row.issuerInt,
    account: row.label,
    secret: secretOf(row.secret),
    digits: row.digits,
    algorithm: row.algo,
    period: row.period,
    // It keeps the counter of the last code, others that of the next.
    counter: typeof row.counter === 'number' ? Math.max(0, row.counter + 1) : undefined,
    image: row.image,
  }
}

/** A list of bytes, signed as Java's are. */
function secretOf(bytes: unknown): string | undefined {
  if (!Array.isArray(bytes) || bytes.length > MAX_SECRET_CHARACTERS) return undefined
  const sound = bytes.every(byte => Number.isInteger(byte) && byte >= -128 && byte <= 255)
  return sound ? encodeBase32(Uint8Array.from(bytes)) : undefined
}
