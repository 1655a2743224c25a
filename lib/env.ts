import path from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/**
 * Everything that Latchkey takes from its environment, parsed once. The documented names, defaults and rules stand in
 * README.md, "Configuration". Reading it before the start has checked it throws with the whole list of faults.
 */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

export class InvalidEnvironment extends Error {
  constructor(readonly faults: string[]) {
    super(`The environment is not usable:\n${faults.map(fault => `  - ${fault}`).join('\n')}`)
  }
}

/** @throws InvalidEnvironment naming every fault at once. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()))
  const result = Variables.safeParse(given)
  if (!result.success) throw new InvalidEnvironment(result.error.issues.map(sayFault))
  const { data } = result
  const appUrl = new URL(data.APP_URL ?? `http://localhost:${data.PORT}`)
  if (source.VERCEL && !data.SMTP_URL)
    throw new InvalidEnvironment(['SMTP_URL is missing: there is no disk on Vercel to keep mail on.'])
  return {
    port: data.PORT,
    appUrl,
    origin: appUrl.origin,
    secureCookies: appUrl.protocol === 'https:' || isLoopback(appUrl.hostname),
    dataDir: path.resolve(/* turbopackIgnore: true */ data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    authSecret: data.AUTH_SECRET,
    encryptionKeys: data.ENCRYPTION_KEYS,
    jwtPrivateKeys: data.JWT_PRIVATE_KEYS,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM ?? `Latchkey <latchkey@${appUrl.hostname}>`,
    intra:
      data.INTRA_CLIENT_ID && data.INTRA_CLIENT_SECRET
        ? { clientId: data.INTRA_CLIENT_ID, clientSecret: data.INTRA_CLIENT_SECRET, apiUrl: data.INTRA_API_URL }
        : undefined,
    upstash:
      data.UPSTASH_REDIS_REST_URL && data.UPSTASH_REDIS_REST_TOKEN
        ? { url: data.UPSTASH_REDIS_REST_URL, token: data.UPSTASH_REDIS_REST_TOKEN }
        : undefined,
    redisUrl: data.REDIS_URL,
    trustedProxies: data.TRUSTED_PROXIES,
    autoActivate: data.AUTO_ACTIVATE,
    registration: data.REGISTRATION,
    passwordMinLength: data.PASSWORD_MIN_LENGTH,
    drainMs: data.DRAIN_SECONDS * 1000,
    metricsToken: data.METRICS_TOKEN,
    logLevel: data.LOG_LEVEL,
    onVercel: Boolean(source.VERCEL),
  }
}

/** Whether a host name can only mean this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/**
 * A configured production must bring its own secrets; otherwise `npm start` makes them and keeps them in DATA_DIR.
 */
export function mustBringSecrets(source: Record<string, string | undefined>): boolean {
  const appUrl = URL.canParse(source.APP_URL ?? '') ? new URL(source.APP_URL ?? '') : undefined
  return Boolean(source.DATABASE_URL?.trim()) || (appUrl !== undefined && !isLoopback(appUrl.hostname))
}

export type SymmetricKey = { kid: string; key: Buffer }
export type PrivateJwk = { kty: 'EC'; crv: 'P-256'; kid: string; x: string; y: string; d: string }
export type TrustedRange = [ipaddr.IPv4 | ipaddr.IPv6, number]

export type Env = {
  port: number
  appUrl: URL
  origin: string
  secureCookies: boolean
  dataDir: string
  databaseUrl: string
  authSecret: string
  /** Newest first; all of them open what they sealed. */
  encryptionKeys: SymmetricKey[]
  /** Newest first; all of them verify what they signed. */
  jwtPrivateKeys: PrivateJwk[]
  smtpUrl: string | undefined
  mailFrom: string
  intra: { clientId: string; clientSecret: string; apiUrl: string } | undefined
  upstash: { url: string; token: string } | undefined
  redisUrl: string | undefined
  trustedProxies: TrustedRange[]
  autoActivate: boolean
  registration: 'open' | 'closed'
  passwordMinLength: number
  drainMs: number
  metricsToken: string | undefined
  logLevel: string
  onVercel: boolean
}

let parsed: Env | undefined

const httpUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
const yesOrNo = z.enum(['true', 'false', '1', '0'], 'must be true or false').transform(value => /true|1/.test(value))
const isUrlOf =
  (...protocols: string[]) =>
  (text: string) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol)

const looksLikeAnExample = (secret: string) =>
  /^(.)\1*$/.test(secret) || /secret|change.?me|example|password|insecure|replace/i.test(secret)

const Secret = z
  .string('is missing. Make one with: openssl rand -base64 32')
  .min(32, 'is too short: at least 32 characters. Make one with: openssl rand -base64 32')
  .refine(secret => !looksLikeAnExample(secret), 'is an example, not a secret. Make one with: openssl rand -base64 32')

const EncryptionKeys = z
  .string('is missing. Make one with: echo "k1:$(openssl rand -base64 32)"')
  .transform(text =>
    text.split(',').map(part => {
      const [kid = '', encoded = ''] = part.trim().split(/:(.*)/s)
      return { kid, key: Buffer.from(encoded, 'base64') }
    }),
  )
  .refine(keys => keys.every(({ kid }) => /^[A-Za-z0-9_-]{1,32}$/.test(kid)), 'must be <name>:<base64>,… newest first')
  .refine(keys => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'names one key twice')
  .refine(keys => keys.every(({ key }) => key.length === 32), 'must hold 32 bytes in base64 behind each name')
  .refine(keys => keys.every(({ key }) => new Set(key).size > 8), 'holds a key that is not random')

const JwtPrivateKeys = z
  .string('is missing. Make one with: npm run latchkey -- keys generate')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue('must be a JWK set in JSON: {"keys":[…]}')
      return z.NEVER
    }
  })
  .pipe(
    z.object(
      {
        keys: z
          .array(
            z.object(
              {
                kty: z.literal('EC'),
                crv: z.literal('P-256'),
                kid: z.string().min(1),
                x: z.string().length(43),
                y: z.string().length(43),
                d: z.string().length(43),
              },
              'must hold private ES256 keys: kty EC, crv P-256, kid, x, y, d',
            ),
          )
          .min(1, 'must hold at least one key'),
      },
      'must be a JWK set: {"keys":[…]}',
    ),
  )
  .transform(set => set.keys)

const TrustedProxies = z
  .string()
  .default('')
  .transform((text, context) =>
    text.split(/[\s,]+/).flatMap(entry => {
      if (!entry) return []
      if (ipaddr.isValidCIDR(entry)) return [ipaddr.parseCIDR(entry) as TrustedRange]
      if (ipaddr.isValid(entry)) {
        const address = ipaddr.parse(entry)
        return [[address, address.kind() === 'ipv4' ? 32 : 128] as TrustedRange]
      }
      context.addIssue(`holds "${entry}", which is neither an address nor a CIDR`)
      return []
    }),
  )

const wholeNumber = (fallback: number, least: number, most: number) =>
  z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(least, `must be ${least} to ${most}`)
    .max(most, `must be ${least} to ${most}`)
    .default(fallback)

const Variables = z
  .object({
    PORT: wholeNumber(3000, 1, 65535),
    APP_URL: z.string().refine(httpUrl, 'must be an http or https address').optional(),
    DATA_DIR: z.string().default('.data'),
    DATABASE_URL: z
      .string('is missing. Start with "npm start" for the embedded PostgreSQL, or name a server')
      .refine(isUrlOf('postgres:', 'postgresql:'), 'must be a postgresql:// address'),
    AUTH_SECRET: Secret,
    ENCRYPTION_KEYS: EncryptionKeys,
    JWT_PRIVATE_KEYS: JwtPrivateKeys,
    SMTP_URL: z.string().refine(isUrlOf('smtp:', 'smtps:'), 'must be an smtp:// or smtps:// address').optional(),
    MAIL_FROM: z.string().optional(),
    INTRA_CLIENT_ID: z.string().optional(),
    INTRA_CLIENT_SECRET: z.string().optional(),
    INTRA_API_URL: z
      .string()
      .refine(httpUrl, 'must be an http or https address')
      .default('https://api.intra.42.fr')
      .transform(text => text.replace(/\/+$/, '')),
    UPSTASH_REDIS_REST_URL: z.string().refine(httpUrl, 'must be an http or https address').optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
    REDIS_URL: z.string().refine(isUrlOf('redis:', 'rediss:'), 'must be a redis:// or rediss:// address').optional(),
    TRUSTED_PROXIES: TrustedProxies,
    AUTO_ACTIVATE: yesOrNo.default(false),
    REGISTRATION: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
    PASSWORD_MIN_LENGTH: wholeNumber(6, 6, 128),
    WORKERS: wholeNumber(1, 1, 256).optional(),
    DRAIN_SECONDS: wholeNumber(0, 0, 300),
    METRICS_TOKEN: z.string().min(16, 'is too short: at least 16 characters').optional(),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be a level of pino, as info or debug')
      .default('info'),
  })
  .superRefine((data, context) => {
    const together = (one: keyof typeof data, other: keyof typeof data) => {
      if (data[one] && !data[other])
        context.addIssue({ code: 'custom', path: [other], message: `is missing, while ${one} is set` })
    }
    together('INTRA_CLIENT_ID', 'INTRA_CLIENT_SECRET')
    together('UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN')
  })

const sayFault = (issue: z.core.$ZodIssue) => `${String(issue.path[0] ?? 'The environment')} ${issue.message}`
