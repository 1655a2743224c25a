import { splitOtpauth } from '../otpauth'
import { isObject, type JsonObject } from './document'
import { checkRows, ofObject, type ReadRow } from './draft'
import type { Format } from './format'

/** 2FAuth's JSON export, schema 1, and its list of URIs. Runs in the browser, too. */
export const twoFAuth: Format = {
  id: '2fauth',
  app: '2FAuth',
  recognises: ({ json }) => isObject(json) && typeof json.app === 'string' && json.app.startsWith('2fauth_'),
  read: ({ json }) => ({ rows: checkRows((json as JsonObject).data, ofObject(rowOf)) }),
}

function rowOf(row: JsonObject): ReadRow {
  if (typeof row.uri === 'string') {
    const split = splitOtpauth(row.uri)
    return 'parts' in split ? split.parts : split.faults[0]
  }
  return {
    otpType: row.otp_type,
    service: row.service,
    account: row.account,
    secret: row.secret,
    digits: row.digits,
    algorithm: row.algorithm,
    period: row.period || undefined,
    counter: row.counter,
    icon: { mime: row.icon_mime, base64: row.icon_file },
  }
}
