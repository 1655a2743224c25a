import { type CheckedEntry, checkEntry, type Entry, type EntryInput, type Fault } from './entry'

/** No real URI is longer, and a QR code holds less. */
const MAX_URI_CHARACTERS = 8192

/** What an otpauth URI says, before any of it is checked. */
export type UriParts = EntryInput & {
  /** Where an icon can be had, as the URI says; never fetched here. */
  image?: string
  /** Ente's own parameter: its list of tags, the note and the like, as JSON. */
  codeDisplay?: string
}

export type ReadUri = (CheckedEntry & { image?: string }) | { faults: Fault[] }

/**
 * Reads an otpauth URI by the rules of document 003: the `issuer` parameter wins over the label's prefix, a label is
 * required, `#` counts as `%23`, and parameters it does not know are left alone. Runs in the browser, too.
 *
 * @param options.steam takes the entry for one of Steam, as `custom_otp` says.
 */
export function readOtpauth(uri: string, options: { steam?: boolean } = {}): ReadUri {
  if (!/^otpauth:\/\/[ht]otp\//i.test(uri)) return { faults: [{ field: 'uri', rule: 'otpauth' }] }
  const split = splitOtpauth(uri)
  if ('faults' in split) return split
  const checked = checkEntry(options.steam ? { ...split.parts, otpType: 'steamtotp' } : split.parts)
  const { image } = split.parts
  return image === undefined ? checked : { ...checked, image }
}

/**
 * Takes an otpauth URI apart; `otpauth://steam/`, which other apps write, is taken as well. Runs in the browser, too.
 *
 * @returns the parts as they stand in the URI, or why it is none.
 */
export function splitOtpauth(uri: string): { parts: UriParts } | { faults: Fault[] } {
  const [, host = '', path = '', query] = /^otpauth:\/\/([ht]otp|steam)\/([^?]*)\?(.*)$/is.exec(uri) ?? []
  const parameters = query === undefined ? undefined : parametersOf(query.replaceAll('#', '%23'))
  const label = decoded(path)
  if (uri.length > MAX_URI_CHARACTERS || !parameters || label === undefined)
    return { faults: [{ field: 'uri', rule: 'otpauth' }] }
  const { issuer, account } = partsOfLabel(label, parameters.get('issuer'))
  if (!account) return { faults: [{ field: 'label', rule: 'required' }] }
  const parts: UriParts = {
    otpType: host.toLowerCase() === 'steam' ? 'steamtotp' : host,
    service: issuer,
    account,
    secret: parameters.get('secret'),
  }
  for (const name of ['digits', 'algorithm', 'period', 'counter', 'image', 'codeDisplay'] as const) {
    const value = parameters.get(name)
    if (value !== undefined) parts[name] = value
  }
  return { parts }
}

/**
 * Writes an otpauth URI (Google's key URI format) that 2FAuth, and this, read back; what is usual is left out. Steam is
 * written as 2FAuth writes it, unless the service has another name: then as `otpauth://steam/`. Runs in the browser, too.
 */
export function buildOtpauth(entry: Entry): string {
  const { otpType, service, account, secret, digits, algorithm, period, counter } = entry
  const steam = otpType === 'steamtotp'
  const host = steam ? (service?.toLowerCase() === 'steam' ? 'totp' : 'steam') : otpType
  const query = new Map<string, string | number>([['secret', secret.replace(/=+$/, '')]])
  if (service) query.set('issuer', service)
  if (algorithm !== 'sha1') query.set('algorithm', algorithm.toUpperCase())
  if (digits !== 6) query.set('digits', digits)
  if (period !== null && period !== 30) query.set('period', period)
  if (counter !== null) query.set('counter', counter)
  const label = [service, account].filter(part => part !== null).map(encoded)
  return `otpauth://${host}/${label.join(':')}?${[...query].map(([name, value]) => `${name}=${encoded(value)}`).join('&')}`
}

const KNOWN = ['secret', 'issuer', 'digits', 'algorithm', 'period', 'counter', 'image', 'codeDisplay']

/** @returns undefined for a broken escape, or for a parameter that is said twice: who knows which one other apps take. */
function parametersOf(query: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>()
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    if (equals < 0) continue
    const name = pair.slice(0, equals)
    if (!KNOWN.includes(name)) continue
    const value = decoded(pair.slice(equals + 1).replaceAll('+', ' '))
    if (value === undefined || parameters.has(name)) return undefined
    parameters.set(name, value)
  }
  return parameters
}

/** `issuer:account`; the prefix is taken off by the issuer's own length first, for issuers that hold a colon. */
function partsOfLabel(label: string, issuer: string | undefined): { issuer: string | undefined; account: string } {
  if (issuer && label.startsWith(`${issuer}:`)) return { issuer, account: label.slice(issuer.length + 1).trim() }
  const colon = label.indexOf(':')
  if (colon < 0) return { issuer, account: label.trim() }
  return { issuer: issuer || label.slice(0, colon), account: label.slice(colon + 1).trim() }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const encoded = (value: string | number) =>
  encodeURIComponent(value).replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
