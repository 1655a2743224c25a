import { z } from 'zod'
import { Failure, failures } from '../core/failures'
import type { ExportedFile as VaultFile } from '../core/vault/backup'
import { ICON_PACKS } from '../core/vault/default-icons'
import { issueOf } from '../core/vault/faults'
import type { MigratedRow } from '../core/vault/migration'
import { sayIssue } from './twofauth'
import { Account, Flag } from './twofauth-vault'

/** What imports and images may weigh, in bytes. */
export const LARGE_BODY = 2 * 2 ** 20

/** A switch of which only these spellings are taken. */
export const StrictFlag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform(text => text === '1' || text === 'true')
  .meta({ type: 'boolean' })

/** An import: pasted text, or a file. `password` opens an encrypted one and is Latchkey's own. */
export const Migration = z
  .object({
    payload: z.string().min(1).optional(),
    file: z.file().optional(),
    password: z.string().min(1).max(1000).optional(),
    withSecret: z.union([z.boolean(), Flag]).optional(),
  })
  .refine(({ payload, file }) => payload !== undefined || file !== undefined, {
    path: ['payload'],
    message: 'The payload field is required when file is not present.',
  })

export const contentOf = async ({ payload, file }: { payload?: string | undefined; file?: File | undefined }) =>
  file ? bytesOf(file) : (payload ?? '')

export const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer())

/** Says what is wrong with a picture of the field that it came in. */
export async function saidOf<T>(field: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Failure) || !/^image_/.test(error.code)) throw error
    const message = failures[error.code][1]
    throw new Failure('invalid_input', { issues: [{ path: [field], fault: 'custom', message, own: true }] })
  }
}

/** An account of an import: 0 can be kept, -1 is there already, -2 is invalid and its secret says why. */
export const MigratedAccount = Account.omit({ otp: true, last_used_at: true, use_count: true }).extend({
  id: z.union([z.literal(0), z.literal(-1), z.literal(-2)]),
  group_id: z.null(),
  group: z.string().nullable().optional(),
  reason: z.string().optional(),
  row: z.int().optional(),
})

type MigrationWishes = { withSecret?: boolean | undefined; withDetails?: boolean | undefined }

export function migrated(row: MigratedRow, { withSecret, withDetails }: MigrationWishes) {
  if (row.state === 'invalid') return invalid(row, { withSecret, withDetails })
  const { secret, service, account, otpType, digits, algorithm, period, counter, note, groups, pinned } = row.entry
  return {
    id: row.state === 'new' ? (0 as const) : (-1 as const),
    group_id: null,
    service,
    account,
    icon: row.icon,
    otp_type: otpType,
    ...(withSecret && { secret }),
    digits,
    algorithm,
    period,
    counter,
    ...(withDetails && { notes: note ?? null, pinned: pinned ?? false, group: groups?.[0] ?? null }),
  }
}

function invalid(row: Extract<MigratedRow, { state: 'invalid' }>, { withSecret, withDetails }: MigrationWishes) {
  const reason = row.faults.map(fault => sayIssue(issueOf(fault, []))).join(' ')
  return {
    id: -2 as const,
    group_id: null,
    service: row.service ?? '- invalid service -',
    account: row.account ?? '- invalid account -',
    icon: null,
    otp_type: 'totp' as const,
    ...(withSecret && { secret: reason }),
    digits: 6,
    algorithm: 'sha1' as const,
    period: 30,
    counter: null,
    ...(withDetails && { reason, row: row.row }),
  }
}

const ExportedAccount = z.looseObject({ otp_type: z.string(), account: z.string(), secret: z.string() })

export const TwoFAuthExport = z.object({
  app: z.string().meta({ examples: ['2fauth_v6.1.0'] }),
  schema: z.literal(1).optional(),
  datetime: z.string(),
  data: z.array(z.union([ExportedAccount, z.object({ uri: z.string() })])),
})

export const ExportedFile = z.object({ filename: z.string(), media_type: z.string(), content: z.string() })

export const exportedFile = ({ filename, mediaType, content }: VaultFile) => ({
  filename,
  media_type: mediaType,
  content,
})

export const DecodedQr = z.object({ data: z.string(), codes: z.array(z.string()).optional() })

/** What a code says, without its escapes, except for Google's transfers; `codes` as they stand, where there are several. */
export const decodedQr = (codes: string[]) => ({
  data: withoutEscapes(codes[0] ?? ''),
  ...(codes.length > 1 && { codes }),
})

function withoutEscapes(text: string): string {
  if (/^otpauth-migration:/i.test(text)) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A picture that can do nothing but be looked at, wherever it is opened (ASVS 3.2.1). Its name never means another one. */
export const picture = ({ bytes, mime }: { bytes: Buffer; mime: string }) =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mime,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'content-disposition': 'attachment',
      'cache-control': 'private, max-age=31536000, immutable',
    },
  })

/** What mark is wanted. The collections that the original fetches from elsewhere are answered from our own pack. */
export const DefaultIcon = z
  .object({
    service: z.string().min(1).max(255),
    iconPack: z.enum(ICON_PACKS).nullish(),
    iconCollection: z.enum(['tfa', 'selfh', 'dashboardicons']).nullish(),
    variant: z.enum(['regular', 'light', 'dark']).nullish(),
  })
  .superRefine(({ iconPack, iconCollection, variant }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['variant'], message })
    if (iconPack && variant) refuse('The variant field is prohibited when icon pack is present.')
    if (iconCollection && !variant) refuse('The variant field is required when icon collection is present.')
    if (iconCollection === 'tfa' && variant && variant !== 'regular') refuse('The selected variant is invalid.')
  })
