import { z } from 'zod'
import { Failure } from '../core/failures'
import type { Code } from '../core/vault/codes'
import type { ShownEntry } from '../core/vault/entries'
import { ALGORITHMS, type Entry, OTP_TYPES } from '../core/vault/entry'
import type { Group as VaultGroup } from '../core/vault/groups'

/** In the query, as Laravel reads it: `1`, `true`, `on`, `yes`; everything else is no. */
export const Flag = z
  .string()
  .transform(text => /^(1|true|on|yes)$/i.test(text))
  .optional()
  .meta({ type: 'boolean' })

const MAX_INT = 2 ** 31 - 1

const numberOf = (text: string) => (/^\d{1,10}$/.test(text) && Number(text) <= MAX_INT ? Number(text) : -1)

/** The number in a path; what is no number names nothing. */
export const Id = z.string().transform(numberOf).meta({ type: 'integer', minimum: 0 })

/** `ids=1,5` */
export const Ids = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'IDs must be comma separated, without trailing comma.')
  .transform(text => [...new Set(text.split(',').map(numberOf))])
  .meta({ examples: ['1,5'] })

/** @throws Failure `too_many_ids` for a hundred or more, as the document's own code does */
export function few(ids: number[]): number[] {
  if (ids.length < 100) return ids
  throw new Failure('too_many_ids', {
    reason: ['too many ids were included in the query parameter, max 100 allowed'],
  })
}

/** A list of numbers in a body, that must not be empty. */
export const IdList = z.array(z.int().min(0).max(MAX_INT)).min(1, 'The list must not be empty.').max(10_000)

/** What may be asked for beyond an account's usual members; `withDetails` is Latchkey's own. */
export const Wishes = { withSecret: Flag, withOtp: Flag, withDetails: Flag }

/** A field of an entry: what it says is checked by `checkEntry` of the core, with all the others. */
const field = (type: string, more: object = {}) =>
  z
    .unknown()
    .optional()
    .meta({ type: [type, 'null'], ...more })

/** The parts of an account in a request. `notes` and `pinned` are Latchkey's own. */
export const parts = {
  service: field('string', { examples: ['GitHub'] }),
  account: field('string', { examples: ['john@example.com'] }),
  icon: z.string().max(60).nullish(),
  group_id: z.int().min(0).max(MAX_INT).nullish(),
  otp_type: field('string', { enum: OTP_TYPES, examples: ['totp'] }),
  secret: field('string', { examples: ['A4GRFHZVRBGY7UIW'] }),
  digits: field('integer', { minimum: 5, maximum: 10, default: 6 }),
  algorithm: field('string', { enum: ALGORITHMS, default: 'sha1' }),
  period: field('integer', { minimum: 1, default: 30 }),
  counter: field('integer', { minimum: 0 }),
  notes: z.string().max(10_000).nullish(),
  pinned: z.boolean().optional(),
}

/** All of an account: some members may be null, but must not be left out. */
export const WholeAccount = z.object(parts).superRefine((given, context) => {
  for (const name of ['service', 'icon', 'secret', 'digits', 'algorithm'] as const)
    if (given[name] === undefined)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `The ${name} field must be present.`,
      })
})

/** Where an account can be given by a URI instead. */
export const uri = {
  uri: z
    .string()
    .nullish()
    .meta({ examples: ['otpauth://totp/GitHub:john?secret=A4GRFHZVRBGY7UIW&issuer=GitHub'] }),
  custom_otp: z.enum(['steamtotp']).nullish(),
}

type Parts = Partial<z.output<z.ZodObject<typeof parts & typeof uri>>>

/** What a request says of an account, in the core's names. */
export const described = ({ otp_type, group_id, custom_otp, ...rest }: Parts) => ({
  ...rest,
  ...(otp_type !== undefined && { otpType: otp_type }),
  ...(group_id !== undefined && { groupId: group_id }),
  ...(custom_otp && { customOtp: custom_otp }),
})

const Otp = z.object({ password: z.string(), generated_at: z.int(), next_password: z.string() })

/** An account as the document has it; from `notes` on, the details of Latchkey. */
export const Account = z.object({
  id: z.int(),
  group_id: z.int().nullable(),
  service: z.string().nullable(),
  account: z.string(),
  icon: z.string().nullable(),
  otp_type: z.enum(OTP_TYPES),
  secret: z.string().optional(),
  digits: z.int(),
  algorithm: z.enum(ALGORITHMS),
  period: z.int().nullable(),
  counter: z.int().nullable(),
  otp: Otp.optional(),
  notes: z.string().nullable().optional(),
  pinned: z.boolean().optional(),
  last_used_at: z.iso.datetime().nullable().optional(),
  use_count: z.int().optional(),
})

export const account = ({ id, groupId, otpType, secret, otp, details, ...entry }: ShownEntry) => ({
  id,
  group_id: groupId,
  service: entry.service,
  account: entry.account,
  icon: entry.icon,
  otp_type: otpType,
  ...(secret !== undefined && { secret: secret ?? INDECIPHERABLE }),
  digits: entry.digits,
  algorithm: entry.algorithm,
  period: entry.period,
  counter: entry.counter,
  ...(otp && {
    otp: { password: otp.password, generated_at: otp.generatedAt, next_password: otp.nextPassword },
  }),
  ...(details && {
    notes: details.notes,
    pinned: details.pinned,
    last_used_at: details.lastUsedAt,
    use_count: details.useCount,
  }),
})

/** What a change leads to, without the secret, which the change need not have named. */
export const changed = ({ secret: _, ...entry }: ShownEntry) => account(entry)

/** What the original shows in place of a secret that no key opens. */
const INDECIPHERABLE = '*indecipherable*'

/** A code: by time with its successor, or by counter with the counter that is next. */
export const OtpAnswer = z.union([
  z.object({
    password: z.string(),
    otp_type: z.enum(['totp', 'steamtotp']),
    generated_at: z.int(),
    period: z.int(),
    next_password: z.string(),
  }),
  z.object({ password: z.string(), otp_type: z.literal('hotp'), counter: z.int() }),
])

export function otp({ otpType, code }: Code) {
  if ('counter' in code) return { password: code.password, otp_type: otpType, counter: code.counter }
  const { password, generatedAt, period, nextPassword } = code
  return { password, otp_type: otpType, generated_at: generatedAt, period, next_password: nextPassword }
}

/** An account that is not kept: it has no number and no group. */
export const Preview = Account.omit({ id: true, group_id: true, otp: true }).extend({ secret: z.string() })

export const preview = ({ otpType, service, account, secret, digits, algorithm, period, counter }: Entry) => ({
  service,
  account,
  icon: null,
  otp_type: otpType,
  secret,
  digits,
  algorithm,
  period,
  counter,
})

export const OrderSaved = z.object({ message: z.literal('order saved'), orderedIds: z.array(z.int()) })

export const Group = z.object({ id: z.int(), name: z.string(), twofaccounts_count: z.int() })

export const group = ({ id, name, count }: VaultGroup) => ({ id, name, twofaccounts_count: count })

export const GroupName = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .regex(
    /^[\p{L}\p{M}\d \-_']*$/u,
    'Please only use letters, numbers, dashes, underscores, spaces or single quotation marks',
  )
  .refine(name => name.toLowerCase() !== 'all', 'Reserved name, please choose something else')
