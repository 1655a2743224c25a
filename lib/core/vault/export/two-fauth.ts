import { toBase64 } from '../bytes'
import { buildOtpauth } from '../otpauth'
import type { PortableEntry } from '../portable-entry'

/**
 * 2FAuth's JSON export, schema 1, for 2FAuth and for this. Runs in the browser, too.
 *
 * @param version what stands after `2fauth_v`, by which readers know the format.
 */
export function exportTwoFAuth(entries: PortableEntry[], version: string, now = new Date()) {
  return { app: `2fauth_v${version}`, schema: 1, datetime: microseconds(now), data: entries.map(rowOf) }
}

/** The same as a list of otpauth URIs, in 2FAuth's envelope. Runs in the browser, too. */
export function exportTwoFAuthUris(entries: PortableEntry[], version: string, now = new Date()) {
  const data = entries.map(entry => ({ uri: buildOtpauth(entry) }))
  return { app: `2fauth_v${version}`, datetime: microseconds(now), data }
}

function rowOf(entry: PortableEntry) {
  const { otpType, account, service, secret, digits, algorithm, period, counter, icon } = entry
  return {
    otp_type: otpType,
    account,
    service,
    icon: null,
    icon_mime: icon?.mime ?? null,
    icon_file: icon ? toBase64(icon.data) : null,
    secret,
    digits,
    algorithm,
    period,
    counter,
    legacy_uri: buildOtpauth(entry),
  }
}

const microseconds = (now: Date) => now.toISOString().replace('Z', '000Z')
