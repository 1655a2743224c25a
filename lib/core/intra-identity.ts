import { z } from 'zod'
import { canonicalEmail } from './identifiers'

/** Who somebody is at 42. The number is the identity; the rest changes there, and decides nothing here. */
export type IntraIdentity = {
  /** 42's number of a person, as text. */
  id: string
  login: string | null
  email: string | null
}

/**
 * Reads what 42 says of a person (`/v2/me`) and trusts no shape: the number must be one, whatever else is odd counts as
 * missing (CVE-2026-31813). Pictures and names are not looked at.
 *
 * @throws ZodError for a profile without a usable number.
 */
export function readIntraProfile(profile: unknown): IntraIdentity {
  const { id, login, email } = Profile.parse(profile)
  return { id: String(id), login, email }
}

/** As {@link readIntraProfile}, for what we sealed ourselves. */
export const readSealedIdentity = (data: Record<string, unknown>): IntraIdentity => Sealed.parse(data)

const Profile = z.object({
  id: z.int().positive(),
  login: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,64}$/)
    .nullable()
    .catch(null),
  email: z
    .string()
    .transform(text => canonicalEmail(text) ?? null)
    .nullable()
    .catch(null),
})

const Sealed = z.object({ id: z.string(), login: z.string().nullable(), email: z.string().nullable() })
