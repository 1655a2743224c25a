import { z } from 'zod'
import { canonicalEmail, canonicalIdentifier, isUsername } from '../core/identifiers'
import { passwordBounds, passwordLength } from '../core/passwords'

const EXAMPLE_TICKET = '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7'

/** An e-mail address of exactly one mailbox, as it was typed. */
export const Email = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    if (text && !canonicalEmail(text))
      context.addIssue({ code: 'custom', params: { fault: 'format', expected: 'email' } })
  })
  .meta({ format: 'email', examples: ['hello@example.com'] })

/** A username as it will be shown. */
export const Username = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    if (text && !isUsername(text))
      context.addIssue({ code: 'custom', params: { fault: 'format', expected: 'username' } })
  })
  .meta({ pattern: '^[A-Za-z0-9!?*$~_-]{5,32}$', examples: ['marvin'] })

/** What somebody types to sign in: an e-mail address or a username. */
export const Identifier = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    if (text && !canonicalIdentifier(text))
      context.addIssue({ code: 'custom', params: { fault: 'format', expected: 'username' } })
  })
  .meta({ examples: ['marvin', 'hello@example.com'] })

/** A password that is about to be kept: counted in code points, never trimmed or cut. */
export const NewPassword = passwordOf(passwordBounds).meta({
  minLength: 6,
  maxLength: 128,
  format: 'password',
  examples: ['correct horse battery'],
})

/** A password that is being tried where document 002 states its bounds for trying, too. */
export const DocumentedPassword = passwordOf(() => ({ least: 6, most: 128 })).meta({ minLength: 6, maxLength: 128 })

/** A password that is being tried; whether it is right is not for the form to say. */
export const Password = z
  .string()
  .min(1)
  .meta({ format: 'password', examples: ['correct horse battery'] })

/**
 * A code of the second factor: six digits, or a recovery code of ten base32 characters; spaces and dashes do not
 * count.
 *
 * @param missing the document's own words for no code at all.
 */
export const codeField = (missing?: string) =>
  z
    .string(missing)
    .transform(text => text.replace(/[\s-]/g, ''))
    .refine(text => /^(\d{6}|[A-Za-z2-7]{10})$/.test(text), { params: { fault: 'format', expected: 'code' } })
    .meta({ examples: ['364124'] })

export const Code = codeField()

/** A ticket, as it came by mail or in an answer; with the document's own words for what is none. */
export const ticketField = (invalid?: string) => z.guid(invalid).meta({ examples: [EXAMPLE_TICKET] })

export const TicketId = ticketField()

function passwordOf(bounds: () => { least: number; most: number }) {
  return z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const { least, most } = bounds()
      const length = passwordLength(text)
      if (text && length < least) context.addIssue({ code: 'custom', params: { fault: 'too_short', limit: least } })
      if (length > most) context.addIssue({ code: 'custom', params: { fault: 'too_long', limit: most } })
    })
}

/** A moment that is still to come, in ISO 8601. */
export const FutureDate = z.iso
  .datetime({ offset: true })
  .transform(text => new Date(text))
  .refine(date => date.getTime() > Date.now(), { params: { fault: 'format', expected: 'future date' } })
  .meta({ format: 'date-time', examples: ['2030-01-01T00:00:00Z'] })
