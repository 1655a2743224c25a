import { domainToASCII } from 'node:url'

/** Document 000's rule for usernames; `@` is not among the characters, so a username never looks like an address. */
const USERNAME = /^[A-Za-z0-9!?*$~_-]{5,32}$/

/** One plain mailbox: no quotes, comments, lists or control characters (CVE-2022-35924, GHSA-7rqj-j65f-68wh). */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/

/** Characters that nobody sees; the rules for domain names would drop them without a word. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

/** @returns the one spelling under which an address is kept and found, or undefined for what is not one mailbox. */
export function canonicalEmail(typed: string): string | undefined {
  const text = typed.trim()
  if (text.length > 254 || text.normalize('NFKC') !== text.normalize('NFC') || INVISIBLE.test(text)) return undefined
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local)) return undefined
  const domain = domainToASCII(text.slice(at + 1))
  return DOMAIN.test(domain) ? `${local.toLowerCase()}@${domain}` : undefined
}

/** @returns the one spelling of a username, or undefined for what cannot be one. */
export function canonicalUsername(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim()
  return USERNAME.test(text) ? text.toLowerCase() : undefined
}

/** What somebody types to sign in: an address or a username, in whatever width and case. */
export function canonicalIdentifier(typed: string): string | undefined {
  return typed.includes('@') ? canonicalEmail(typed.normalize('NFKC')) : canonicalUsername(typed)
}

/** A username as its owner spells it; registration takes no look-alikes, so only plain ASCII passes. */
export const isUsername = (typed: string) => USERNAME.test(typed)
