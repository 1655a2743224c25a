import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { InvalidEnvironment, mustBringSecrets, parseEnv } from './env'

const jwk = () => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'a',
})

const complete = (): Record<string, string> => ({
  DATABASE_URL: 'postgresql://somebody@localhost/latchkey',
  AUTH_SECRET: randomBytes(32).toString('base64'),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  JWT_PRIVATE_KEYS: JSON.stringify({ keys: [jwk()] }),
})

/** What a start with this environment is refused with. */
function faultsOf(environment: Record<string, string | undefined>): string {
  try {
    parseEnv({ ...complete(), ...environment })
    return ''
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error
    return error.message
  }
}

test('decision 36: nothing but a database and the secrets is needed, and the defaults are the documented ones', () => {
  const env = parseEnv(complete())
  expect(env).toMatchObject({
    port: 3000,
    origin: 'http://localhost:3000',
    dataDir: expect.stringMatching(/\.data$/),
    autoActivate: false,
    registration: 'open',
    passwordMinLength: 6,
    logLevel: 'info',
    trustedProxies: [],
    intra: undefined,
    upstash: undefined,
    redisUrl: undefined,
    smtpUrl: undefined,
  })
})

describe('CFG-01: a start with a secret that is missing, weak or an example is refused', () => {
  const same = Buffer.alloc(32, 7).toString('base64')
  test.each([
    ['AUTH_SECRET', undefined],
    ['AUTH_SECRET', 'short'],
    ['AUTH_SECRET', 'a'.repeat(40)],
    ['AUTH_SECRET', 'please-change-me-please-change-me-please'],
    ['AUTH_SECRET', 'this-is-my-secret-this-is-my-secret-ok'],
    ['ENCRYPTION_KEYS', undefined],
    ['ENCRYPTION_KEYS', 'nonsense'],
    ['ENCRYPTION_KEYS', `k1:${randomBytes(16).toString('base64')}`],
    ['ENCRYPTION_KEYS', `k1:${same}`],
    ['ENCRYPTION_KEYS', `k1:${randomBytes(32).toString('base64')},k1:${randomBytes(32).toString('base64')}`],
    ['JWT_PRIVATE_KEYS', undefined],
    ['JWT_PRIVATE_KEYS', 'nonsense'],
    ['JWT_PRIVATE_KEYS', '{"keys":[]}'],
    ['JWT_PRIVATE_KEYS', JSON.stringify({ keys: [{ ...jwk(), d: undefined }] })],
  ])('%s = %s', (name, value) => {
    expect(faultsOf({ [name]: value })).toContain(name)
  })
})

test.each([
  ['PORT', '0'],
  ['PORT', 'eighty'],
  ['APP_URL', 'example.com'],
  ['APP_URL', 'ftp://example.com'],
  ['DATABASE_URL', 'mysql://localhost'],
  ['SMTP_URL', 'mail.example.com'],
  ['INTRA_API_URL', 'api.intra.42.fr'],
  ['INTRA_CLIENT_ID', 'alone'],
  ['UPSTASH_REDIS_REST_URL', 'https://somewhere.upstash.io'],
  ['REDIS_URL', 'http://localhost:6379'],
  ['TRUSTED_PROXIES', '10.0.0.0/8, localhost'],
  ['AUTO_ACTIVATE', 'maybe'],
  ['REGISTRATION', 'ajar'],
  ['PASSWORD_MIN_LENGTH', '5'],
  ['WORKERS', '0'],
  ['DRAIN_SECONDS', '301'],
  ['LOG_LEVEL', 'chatty'],
])('%s = "%s" is a fault that is named', (name, value) => {
  expect(faultsOf({ [name]: value })).toContain(name.replace(/_ID$|_REST_URL$/, ''))
})

test('all faults are listed at once', () => {
  const faults = faultsOf({ PORT: '0', AUTH_SECRET: 'short', APP_URL: 'nowhere', LOG_LEVEL: 'chatty' })
  for (const name of ['PORT', 'AUTH_SECRET', 'APP_URL', 'LOG_LEVEL']) expect(faults).toContain(name)
})

test.each([
  [{}, false],
  [{ APP_URL: 'http://localhost:3000' }, false],
  [{ APP_URL: 'http://127.0.0.1:8080' }, false],
  [{ APP_URL: 'https://latchkey.example' }, true],
  [{ DATABASE_URL: 'postgresql://localhost/x' }, true],
])('a configured production must bring its secrets: %j', (environment, must) => {
  expect(mustBringSecrets(environment)).toBe(must)
})

test('.env.example has every variable, each with a sentence, and fits as it stands', () => {
  const lines = readFileSync(path.resolve(import.meta.dirname, '../.env.example'), 'utf8').split('\n')
  const set = lines.filter(line => /^[A-Z]/.test(line)).map(line => line.split('=')[0] ?? '')
  const source = readFileSync(path.resolve(import.meta.dirname, 'env.ts'), 'utf8')
  const declared = [...source.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name)
  expect(set.sort()).toEqual(declared.sort())
  const commented = lines.filter((line, index) => /^[A-Z]/.test(line) && !/^(#|[A-Z])/.test(lines[index - 1] ?? ''))
  expect(commented).toEqual([])
})
