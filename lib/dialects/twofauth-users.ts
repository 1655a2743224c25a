import { z } from 'zod'
import { Failure } from '../core/failures'
import { type Preference, valuesOf } from '../core/preferences'
import type { Setting } from '../core/settings'
import type { Authentication, VaultUser } from '../core/vault-users'

/** A value of a preference or a setting: a scalar of JSON. */
export const Value = z.union([z.boolean(), z.number(), z.string().max(10_000), z.null()])

/** A value that has to be there and to say something, as Laravel's `required` has it. */
export const RequiredValue = z
  .union([z.boolean(), z.number(), z.string().min(1).max(10_000)], 'The value field is required.')
  .meta({ examples: [true] })

/** As {@link RequiredValue}; `null` is a value of some preferences. */
export const NullableValue = z
  .union([z.boolean(), z.number(), z.string().min(1).max(10_000), z.null()], 'The value field is required.')
  .meta({ examples: [true] })

export const PreferenceAnswer = z.object({ key: z.string(), value: Value, locked: z.boolean() })

export const SettingAnswer = z.object({ key: z.string(), value: Value })

export const preference = ({ key, value, locked }: Preference) => ({ key, value, locked })

export const setting = ({ key, value }: Setting) => ({ key, value })

const identity = {
  id: z.int(),
  name: z.string(),
  email: z.string(),
  oauth_provider: z.string().nullable(),
  preferences: z.record(z.string(), Value),
  is_admin: z.boolean(),
}

/** Whoever is calling. */
export const OwnUser = z.object({ ...identity, authenticated_by_proxy: z.literal(false) })

const identityOf = (user: VaultUser) => ({
  id: user.number,
  name: user.name,
  email: user.email,
  oauth_provider: user.isFromIntra ? '42' : null,
  preferences: valuesOf(user.preferences),
  is_admin: user.role === 'admin',
})

export const ownUser = (user: VaultUser) => ({ ...identityOf(user), authenticated_by_proxy: false as const })

/** A user as administrators see them. */
export const ManagedUser = z.object({
  ...identity,
  twofaccounts_count: z.int(),
  last_seen_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})

export const managedUser = (user: VaultUser) => ({
  ...identityOf(user),
  twofaccounts_count: user.entries,
  last_seen_at: user.lastSeenAt,
  created_at: user.createdAt,
})

export const ManagedUserInfo = z.object({
  info: ManagedUser,
  password_reset: z.iso.datetime().nullable().meta({ description: 'when a link was mailed that is still good' }),
  valid_personal_access_tokens: z.int(),
  webauthn_credentials: z.literal(0),
})

export const managedUserInfo = (user: VaultUser) => ({
  info: managedUser(user),
  password_reset: user.resetAt,
  valid_personal_access_tokens: user.tokens,
  webauthn_credentials: 0 as const,
})

export const AuthenticationAnswer = z.object({
  id: z.string(),
  ip_address: z.string(),
  user_agent: z.string(),
  browser: z.string().nullable(),
  platform: z.string().nullable(),
  device: z.enum(['desktop', 'phone', 'tablet']).nullable(),
  login_at: z.iso.datetime(),
  logout_at: z.null(),
  login_successful: z.boolean(),
  duration: z.null(),
  login_method: z.string().nullable(),
})

export const authentication = (seen: Authentication) => ({
  id: seen.id,
  ip_address: seen.address,
  user_agent: seen.device,
  browser: seen.browser,
  platform: seen.system,
  device: seen.system && (FORMS[seen.system] ?? 'desktop'),
  login_at: seen.at,
  logout_at: null,
  login_successful: seen.succeeded,
  duration: null,
  login_method: seen.method,
})

/** Systems that run on something else than a desk. */
const FORMS: Record<string, 'phone' | 'tablet'> = { iPhone: 'phone', Android: 'phone', iPad: 'tablet' }

/** What a later version of the document can have switched on, and how it stands here. */
const FEATURES = {
  iconPack: 'enabled',
  sharing: 'disabled',
  allUsersSharingScope: 'disabled',
  showNextOtp: 'enabled',
  groupChips: 'enabled',
} as const

export const Feature = z.object({ name: z.string(), state: z.enum(['enabled', 'disabled']) })

export const features = Object.entries(FEATURES).map(([name, state]) => ({ name, state }))

/** What a setting can be called. */
export const SettingName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z]+$/, 'The key field must only contain letters.')
  .meta({ examples: ['restrictList'] })

/** @throws Failure `not_found` */
export function feature(name: string) {
  const found = features.find(other => other.name === name)
  if (!found) throw new Failure('not_found')
  return found
}
