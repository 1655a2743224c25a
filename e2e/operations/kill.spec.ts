import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { type Deed, expectKept, expectWhole, write } from '../support/journal'
import { inventSecrets } from '../support/operator'
import { freePort } from '../support/ports'
import { startPostgres } from '../support/postgres-server'
import { isAlive, killFamily } from '../support/processes'
import { type Environment, launchProduct, type Product } from '../support/product'
import { random } from '../support/random'

const ROUNDS = Number(process.env.KILL_ROUNDS) || 3
const dice = random(Number(process.env.KILL_SEED) || 42)
const WRITERS = 4

const SETTINGS = { AUTO_ACTIVATE: 'true', TRUSTED_PROXIES: '127.0.0.1 ::1', WORKERS: '1' }

test(`REL-01: ${ROUNDS} rounds of kill -9 lose nothing that was acknowledged, with the embedded database`, async () => {
  test.setTimeout(180_000 + ROUNDS * 60_000)
  const environment = await emptyPlace('kill-embedded')
  const place = environment.DATA_DIR
  const kill = async (product: Product) => {
    const victims = dice.pick(['application', 'database', 'both'])
    const database = await postmaster(place)
    if (victims !== 'database') await killProduct(product)
    if (victims !== 'application') await killFamily(database)
  }
  await survive(environment, place, kill, async () => undefined)
})

test(`REL-02: ${ROUNDS} rounds of kill -9 lose nothing that was acknowledged, with another database`, async () => {
  test.setTimeout(180_000 + ROUNDS * 60_000)
  const postgres = await startPostgres('kill-postgres')
  try {
    await postgres.create('latchkey')
    const url = postgres.url('latchkey')
    const environment = { ...(await emptyPlace('kill-external')), ...inventSecrets(), DATABASE_URL: url }
    const kill = (product: Product) => (dice.chance(0.5) ? postgres.kill() : killProduct(product))
    await survive(environment, url, kill, postgres.start)
  } finally {
    await postgres.stop()
  }
})

test(`REL-03: killed ${ROUNDS} times while it starts for the first time, it comes up the next time`, async () => {
  test.setTimeout(180_000 + ROUNDS * 10_000)
  const environment = await emptyPlace('kill-first-boot')
  for (let round = 0; round < ROUNDS; round++) {
    const product = await launchProduct('kill-first-boot', environment)
    await sleep(dice.below(5000))
    await killProduct(product)
    if (dice.chance(0.5)) await killFamily(await postmaster(environment.DATA_DIR))
  }
  const product = await launchProduct('kill-first-boot', environment)
  try {
    await product.ready(120_000)
    const journal: Deed[] = []
    const work = { over: false }
    const writer = write(product.origin, journal, work)
    await expect.poll(() => journal.length).toBeGreaterThan(2)
    work.over = true
    await writer
    await expectKept(product.origin, journal)
  } finally {
    await product.stop()
  }
})

test('REL-04: a second one on the same data is refused in words, and the first one serves on', async () => {
  test.setTimeout(180_000)
  const environment = await emptyPlace('kill-second')
  const begun = performance.now()
  const first = await launchProduct('kill-second', environment)
  try {
    await first.ready()
    const startMs = performance.now() - begun
    const launched = performance.now()
    const second = await launchProduct('kill-second-refused', { ...environment, PORT: String(await freePort()) })
    expect(await second.ended).toBe(1)
    // On a machine so busy that a start takes longer than 5 s, a refusal may, too.
    expect(performance.now() - launched).toBeLessThan(Math.max(5000, startMs))
    expect(await readFile(second.logFile, 'utf8')).toContain(`Another Latchkey (process ${first.pid}) is running on`)
    expect((await fetch(`${first.origin}/readyz`)).status).toBe(200)
    expect(await readdir('.next/serving'), 'nobody may build anew meanwhile').toContain(String(first.pid))
  } finally {
    await first.stop()
  }
  expect(await readdir('.next/serving')).not.toContain(String(first.pid))
})

/** Writers at work, a kill at a random moment, and a look at what is there; round after round. */
async function survive(
  environment: Environment,
  place: string,
  kill: (product: Product) => Promise<void>,
  startDatabase: () => Promise<void>,
) {
  const begun = performance.now()
  let product = await launchProduct('kill', environment)
  try {
    await product.ready()
    const startMs = performance.now() - begun
    for (let round = 0; round < ROUNDS; round++) {
      const journal: Deed[] = []
      const work = { over: false }
      const writers = Array.from({ length: WRITERS }, () => write(product.origin, journal, work))
      await expect.poll(() => journal.length, { timeout: 30_000 }).toBeGreaterThan(2 * WRITERS)
      await sleep(dice.below(500))
      await kill(product)
      work.over = true
      await Promise.all(writers)
      await startDatabase()
      const again = performance.now()
      if (!(await isAlive(product.pid))) product = await launchProduct('kill', environment)
      await product.ready(120_000)
      // 5 s, or on a machine that is busy with other things twice what the first start took.
      expect(performance.now() - again).toBeLessThan(Math.max(5000, 2 * startMs))
      await expectKept(product.origin, journal)
      await expectWhole(place)
    }
  } finally {
    await product.stop()
  }
}

async function emptyPlace(name: string) {
  const dataDir = path.resolve('.test', `${name}-${process.pid}`)
  await rm(dataDir, { recursive: true, force: true })
  return { DATA_DIR: dataDir, PORT: String(await freePort()), ...SETTINGS }
}

/** The primary process and all below it; an embedded database is no child of theirs and lives on. */
const killProduct = ({ pid }: Product) => killFamily(pid)

/** The embedded database's first process, if it runs: what the pid file names may be anybody by now. */
async function postmaster(dataDir: string): Promise<number | undefined> {
  const data = path.join(dataDir, 'postgres/data')
  const [line] = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const command = await readFile(`/proc/${line}/cmdline`, 'utf8').catch(() => '')
  return command.includes(data) ? Number(line) : undefined
}
