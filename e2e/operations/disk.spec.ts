import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { type Deed, expectKept, expectWhole } from '../support/journal'
import { type Product, startProduct } from '../support/product'
import { openResidents, type Residents } from '../support/residents'
import { openStore } from '../support/store'

const MEGABYTES = 250

/** A disk of the product's own that can be filled up; only root of a Linux that lets it mount can have one. */
const volume = path.resolve('.test/volume')
const filler = path.join(volume, 'filler')

test.describe('a disk that is full', () => {
  test.describe.configure({ mode: 'serial' })
  const journal: Deed[] = []
  let product: Product
  let people: Residents
  let mounted = false

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    mounted = mount()
    test.skip(!mounted, 'only root of a Linux that lets it mount has a disk of its own to fill')
    product = await startProduct('disk', {
      DATA_DIR: path.join(volume, 'data'),
      AUTO_ACTIVATE: 'true',
      TRUSTED_PROXIES: '127.0.0.1 ::1',
      WORKERS: '1',
    })
    people = openResidents(product.origin)
    for (let i = 0; i < 3; i++) await befriend()
  })

  test.afterAll(async () => {
    if (!mounted) return
    await rm(filler, { force: true })
    await product?.stop()
    unmount()
  })

  async function befriend() {
    const resident = await people.register()
    journal.push({ resident, ...(await people.signIn(resident)) })
  }

  const signIn = async () => people.somebody().post('/auth/login', journal[0]?.resident)

  async function read() {
    const bearer = journal[0]?.accessToken as string
    return (await people.somebody().get('/api/account', { bearer })).status
  }

  const linesWith = async (what: RegExp) =>
    (await readFile(product.logFile, 'utf8')).split('\n').filter(line => what.test(line))

  /** What is kept for rows already is used up first; what was acknowledged until then counts. */
  async function writeUntilRefused() {
    for (let i = 0; i < 2000; i++) {
      try {
        await befriend()
      } catch (error) {
        return expect(String(error)).toContain('503')
      }
    }
    throw new Error('a full disk refused nothing')
  }

  async function expectBack() {
    await expect.poll(async () => (await signIn()).status, { timeout: 10_000 }).toBe(200)
    await befriend()
    await expectKept(product.origin, journal.slice(-10))
    await expectWhole(product.dataDir)
  }

  test('REL-16: writing is 503, reading goes on, and with room again nothing is lost and nobody locked out', async () => {
    await fill()
    await writeUntilRefused()
    for (let i = 0; i < 15; i++) {
      const refused = await signIn()
      expect(refused.status, refused.text).toBe(503)
      expect(Number(refused.header('retry-after'))).toBeGreaterThan(0)
      expect(await read()).toBe(200)
    }
    expect((await people.somebody().get('/readyz')).status).toBe(200)
    await rm(filler)
    await expectBack()
    await expect.poll(() => linesWith(/rate limits: PostgreSQL has room again/)).toHaveLength(1)
    expect(await linesWith(/rate limits: the disk of PostgreSQL is full/)).toHaveLength(1)
  })

  test('REL-16: a log of PostgreSQL that has no room ends it; with room again it is back by itself', async () => {
    await fill()
    const store = openStore(product.dataDir)
    await store.query('SELECT pg_switch_wal()')
    await store.close()
    await expect.poll(async () => [(await signIn()).status, await read()], { timeout: 20_000 }).toEqual([503, 503])
    expect((await people.somebody().get('/healthz')).text).toBe('OK')
    await rm(filler)
    await expectBack()
  })
})

async function fill() {
  const file = await open(filler, 'w')
  try {
    for (const piece of [Buffer.alloc(1 << 20), Buffer.alloc(1 << 12)]) await writeUntilFull(file, piece)
  } finally {
    await file.close()
  }
}

async function writeUntilFull(file: Awaited<ReturnType<typeof open>>, piece: Buffer) {
  try {
    for (;;) await file.write(piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

/** @returns false where that is not allowed. What a killed run has left behind goes first. */
function mount(): boolean {
  unmount()
  mkdirSync(volume, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m,mode=755`, 'tmpfs', volume], { stdio: 'ignore' })
    return true
  } catch {
    rmSync(volume, { recursive: true })
    return false
  }
}

function unmount() {
  try {
    execFileSync('umount', ['-l', volume], { stdio: 'ignore' })
  } catch {
    // Nothing is mounted.
  }
  rmSync(volume, { recursive: true, force: true })
}
