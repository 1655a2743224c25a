import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { codeOf } from '../support/authenticator'
import { digest, inventKey, inventSecrets, latchkey } from '../support/operator'
import { type Environment, launchProduct, type Product, startProduct } from '../support/product'
import { openResidents, type Residents } from '../support/residents'
import { openStore, type Store } from '../support/store'

const SETTINGS: Environment = { AUTO_ACTIVATE: 'true', TRUSTED_PROXIES: '127.0.0.1 ::1', WORKERS: '1' }

/** One instance that runs all the time, and its operator at the same machine. */
test.describe('npm run latchkey', () => {
  test.describe.configure({ mode: 'serial' })
  let product: Product
  let store: Store
  let people: Residents
  const run = (...args: string[]) => latchkey({ DATA_DIR: product.dataDir, ...SETTINGS }, ...args)
  const rows = async (table: string) =>
    (await store.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}"`))[0]?.n

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    product = await startProduct('operator', SETTINGS)
    store = openStore(product.dataDir)
    people = openResidents(product.origin)
    await people.register('first')
  })

  test.afterAll(async () => {
    await store?.close()
    await product?.stop()
  })

  test('says how it is used, and fails on what it does not know', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    for (const command of ['doctor', 'backup', 'restore', 'keys rotate', 'promote', 'user reset-2fa', 'prune'])
      expect(out).toContain(command)
    for (const command of [['backup'], ['restore'], ['keys', 'rotate'], ['user', 'enable'], ['demote']])
      expect(await run(...command, '--help')).toMatchObject({ code: 0, out: expect.stringMatching(ABOUT_ONE) })
    expect((await run('sing')).code).toBe(1)
    expect(await run('user', 'sing', 'first@example.com')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no "user sing"/),
    })
    expect(await run('user', 'show', 'nobody@example.com')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no such account/),
    })
  })

  test('doctor finds a healthy instance well', async () => {
    const { code, out } = await run('doctor')
    expect(out).toMatch(/✓ The database answers\n✓ It has all migrations\n✓ The keys open what is sealed/)
    expect(out).toMatch(/All \d+ are well/)
    expect(code).toBe(0)
  })

  test('doctor names each fault and its remedy', async () => {
    const away = { ...inventSecrets(), DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/nothing' }
    const { code, out } = await latchkey(
      { ...away, APP_URL: 'http://latchkey.example', REDIS_URL: 'redis://127.0.0.1:9' },
      'doctor',
    )
    expect(code).toBe(1)
    for (const remedy of [
      'Look at DATABASE_URL',
      'reverse proxy with TLS',
      'Look at REDIS_URL',
      'Set SMTP_URL',
      'set TRUSTED_PROXIES',
    ])
      expect(out).toContain(remedy)
  })

  test('user shows an account, ends its sessions, closes and opens it; a dry run only says so', async () => {
    const alma = await people.register('alma')
    const bearer = (await people.signIn(alma)).accessToken
    const works = async () => (await people.somebody().get('/api/account', { bearer })).status === 200
    expect((await run('user', 'show', alma.email)).out).toMatch(
      /role +user\nstate +active\n[\s\S]*second factor +off\nsessions +1\n/,
    )

    expect((await run('user', 'end-sessions', alma.email, '--dry-run')).out).toMatch(/^Would sign the account out/)
    expect(await works()).toBe(true)
    expect((await run('user', 'end-sessions', alma.email)).out).toMatch(/^Done: sign the account out/)
    expect(await works()).toBe(false)

    await run('user', 'disable', alma.email, '--dry-run')
    await people.signIn(alma)
    await run('user', 'disable', alma.email)
    await expect(people.signIn(alma)).rejects.toThrow(/40[013]/)
    await run('user', 'enable', alma.email)
    await people.signIn(alma)
    expect((await run('user', 'disable', 'first@example.com')).err).toMatch(/only administrator/)
  })

  test('user reset-2fa lets somebody in who lost the second factor', async () => {
    const bruno = await people.register('bruno')
    await people.enrol(bruno)
    const signIn = () => people.somebody().post('/auth/login', bruno)
    expect((await run('user', 'show', bruno.email)).out).toMatch(/second factor +totp, 10 recovery codes left/)
    await run('user', 'reset-2fa', bruno.email, '--dry-run')
    expect((await signIn()).json).toMatchObject({ mfa: true })
    await run('user', 'reset-2fa', bruno.email)
    expect((await signIn()).json).toHaveProperty('jwt_token')
  })

  test('35: promote makes an administrator, demote takes it back, and one always stays', async () => {
    await people.register('clara')
    const isAdmin = async () => /role +admin/.test((await run('user', 'show', 'clara@example.com')).out)
    expect((await run('promote', 'clara@example.com', '--dry-run')).out).toMatch(/^Would make/)
    expect(await isAdmin()).toBe(false)
    await run('promote', 'clara@example.com')
    expect(await isAdmin()).toBe(true)
    await run('demote', 'clara@example.com')
    expect(await isAdmin()).toBe(false)
    expect(await run('demote', 'first@example.com')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/only administrator/),
    })
  })

  test('prune removes what has expired and nothing else; a dry run counts it', async () => {
    const dora = await people.register('dora')
    await people.signIn(dora)
    await people.signIn(dora)
    const live = await rows('Session')
    await store.query(
      `UPDATE "Session" SET "expiresAt" = now() - interval '1 second'
      WHERE id = (SELECT s.id FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE u.email = $1 LIMIT 1)`,
      [dora.email],
    )
    expect((await run('prune', '--dry-run')).out).toMatch(/Session +1\n[\s\S]*would be removed/)
    expect(await rows('Session')).toBe(live)
    expect((await run('prune')).out).toMatch(/Session +1\n[\s\S]*Removed/)
    expect(await rows('Session')).toBe((live ?? 0) - 1)
  })

  test('REL-24: a backup taken while the site runs opens an empty instance as it was, or nothing of it', async () => {
    const emil = await people.register('emil')
    const { secret } = await people.enrol(emil)
    let writing = true
    const writers = Array.from({ length: 3 }, async () => {
      while (writing) await people.signIn(await people.register())
    })
    const file = path.join(product.dataDir, 'copy.gz')
    const made = await run('backup', file, '--verify').finally(() => (writing = false))
    await Promise.all(writers)
    expect(made.out).toMatch(/User +\d+\n[\s\S]*Restored \d+ rows into an empty database for a try: the backup is good/)
    expect((await stat(file)).mode & 0o077, 'nobody else can read it').toBe(0)
    expect(gunzipSync(await readFile(file)).includes(secret), 'secrets in it stay sealed').toBe(false)
    expect(await run('restore', file)).toMatchObject({ code: 1, err: expect.stringMatching(/has accounts already/) })

    const settings = { ...SETTINGS, ...(await keysOf(product)) }
    const other = await startProduct('restored', settings)
    const elsewhere = (...args: string[]) => latchkey({ DATA_DIR: other.dataDir, ...settings }, ...args)
    const otherStore = openStore(other.dataDir)
    try {
      const cut = `${file}.cut`
      await writeFile(cut, gzipSync(gunzipSync(await readFile(file)).subarray(0, -200)))
      expect((await elsewhere('restore', cut)).code).toBe(1)
      expect(await otherStore.query('SELECT 1 FROM "User"'), 'all or nothing').toEqual([])
      expect((await elsewhere('restore', file, '--dry-run')).out).toMatch(/User +\d+\n[\s\S]*would be restored/)
      expect(await otherStore.query('SELECT 1 FROM "User"')).toEqual([])
      expect(await elsewhere('restore', file)).toMatchObject({ code: 0, out: expect.stringMatching(/The keys fit/) })
      const there = openResidents(other.origin)
      const ticket = (await there.somebody().post('/auth/login', emil)).field('ticket')
      const code = codeOf(secret, 1)
      expect((await there.somebody().post('/auth/mfa/totp', { ticket, code })).json).toHaveProperty('jwt_token')
      await there.register('after-the-restore')
    } finally {
      await otherStore.close()
      await other.stop()
    }
  })

  test('SEC-04: keys rotate while the site runs: nobody notices, and no second factor stays with the old key', async () => {
    const fatima = await people.register('fatima')
    const { codes } = await people.enrol(fatima)
    expect((await run('keys', 'rotate', '--dry-run')).out).toMatch(/would be sealed anew/)
    expect(await run('keys', 'add')).toMatchObject({ code: 0, out: expect.stringMatching(/Restart Latchkey/) })
    expect(await run('keys', 'rotate')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/No instance has started with the key/),
    })
    await store.close()
    product.signal('SIGTERM')
    expect(await product.ended).toBe(0)
    const { dataDir, port } = product
    product = await launchProduct('operator', { ...SETTINGS, DATA_DIR: dataDir, PORT: String(port) })
    await product.ready()
    store = openStore(dataDir)

    let writing = true
    const writers = Array.from({ length: 3 }, async () => {
      while (writing) await people.enrol(await people.register())
    })
    const rotated = await run('keys', 'rotate').finally(() => {
      writing = false
    })
    await Promise.all(writers)
    expect(rotated).toMatchObject({ code: 0, out: expect.stringMatching(/Everything in \d+ columns is sealed with/) })
    const ticket = (await people.somebody().post('/auth/login', fatima)).field('ticket')
    expect((await people.somebody().post('/auth/mfa/totp', { ticket, code: codes[0] })).json).toHaveProperty(
      'jwt_token',
    )
    const kids = await store.query(
      'SELECT DISTINCT split_part("sealedSecret", \'.\', 2) AS kid FROM "SecondFactor" WHERE "sealedSecret" IS NOT NULL',
    )
    expect(kids).toHaveLength(1)
  })

  test('SEC-05: with another key it does not start, says which is missing, and touches nothing', async () => {
    const { dataDir, port } = product
    const settings = { ...SETTINGS, DATA_DIR: dataDir, PORT: String(port) }
    const everything = async () => digest(await store.query("SELECT schema_to_xml('public', true, false, '')::text"))
    await store.mailHasLeft()
    const before = await everything()
    await store.close()
    product.signal('SIGTERM')
    await product.ended
    const refused = await launchProduct('operator-refused', { ...settings, ENCRYPTION_KEYS: inventKey('stranger') })
    expect(await refused.ended).toBe(1)
    expect(await readFile(refused.logFile, 'utf8')).toMatch(
      /ENCRYPTION_KEYS lacks the key that this database was sealed/,
    )
    product = await launchProduct('operator', settings)
    await product.ready()
    store = openStore(dataDir)
    expect(await everything()).toBe(before)
  })
})

const ABOUT_ONE = /^Usage: npm run latchkey -- [a-z].*\n\n[A-Z].*\.\n[A-Z][\s\S]*\.\n$/

/** The keys that an instance made for itself, as a configured one would be given them. */
async function keysOf({ dataDir }: Product): Promise<Environment> {
  return JSON.parse(await readFile(path.join(dataDir, 'keys.json'), 'utf8'))
}
