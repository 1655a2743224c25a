import { warnOfExpiringTokens } from './core/personal-tokens'
import { pruneExpired } from './core/pruning'
import { seal, Unsealable, unseal } from './crypto'
import { db, isDatabaseUnavailable, openConnections, sql } from './db'
import { env, InvalidEnvironment } from './env'
import { isStopping } from './http/server-hook'
import { openLimits } from './limits'
import { log } from './log'
import { startMailDelivery } from './mail'

/** Once per process, before the first request: the environment is checked whole, keys fit the data, mail flows. */
export async function boot() {
  for (const name of POWERLESS) delete process.env[name]
  try {
    env()
    await openConnections()
    await assertKeysFit()
  } catch (error) {
    if (!isDatabaseUnavailable(error)) stop(error)
    log.warn('the database cannot be asked yet; the keys will be checked by /readyz')
  }
  if (!env().smtpUrl && env().appUrl.protocol === 'https:')
    log.warn('SMTP_URL is missing: mail stays in DATA_DIR/outbox')
  startMailDelivery()
  await openLimits()
  // Soon, too: an instance that comes with the load may not live for an hour.
  setTimeout(doChores, SOON_MS).unref()
  setInterval(doChores, HOUR_MS).unref()
}

const SOON_MS = 10_000
const HOUR_MS = 3_600_000

/** What happens by itself, in every process; each chore is safe to do twice. */
async function doChores() {
  for (const chore of [pruneExpired, warnOfExpiringTokens])
    await chore().catch(error => log.warn({ err: error }, `${chore.name} failed`))
}

/** Auth.js would take its own address, or that of a proxy, from these. APP_URL alone decides. */
const POWERLESS = ['AUTH_URL', 'NEXTAUTH_URL', 'AUTH_REDIRECT_PROXY_URL']

export type Readiness = {
  /** Whether requests can be served, and shall be: not by an instance that is about to stop. */
  ready: boolean
  checks: Record<'database' | 'migrations' | 'keys', 'ok' | 'failed'>
}

/** What `/readyz` tells: whether the database answers, has all migrations, and was sealed with our keys. */
export async function checkReadiness(): Promise<Readiness> {
  const outcome = (check: Promise<unknown>) =>
    check.then(
      () => 'ok' as const,
      error => {
        log.warn({ err: error }, 'not ready')
        return 'failed' as const
      },
    )
  const [database, migrations, keys] = await Promise.all([
    outcome(sql`SELECT 1`),
    outcome(assertMigrated()),
    outcome(assertKeysFit()),
  ])
  const checks = { database, migrations, keys }
  return { ready: !isStopping() && Object.values(checks).every(check => check === 'ok'), checks }
}

/** What runs here. next.config.mjs writes our own version into the build. */
export const versions = () => ({ latchkey: process.env.LATCHKEY_VERSION ?? '', node: process.version.slice(1) })

export class WrongKeys extends Error {}

/**
 * Seals a known text with every key once, and opens what is there: a wrong key is found before it can do harm.
 *
 * @throws WrongKeys
 */
export async function assertKeysFit(): Promise<void> {
  const rows = await db.canary.findMany()
  const ours = new Set(env().encryptionKeys.map(({ kid }) => kid))
  const known = rows.filter(({ kid }) => ours.has(kid))
  if (rows.length && !known.length)
    throw new WrongKeys(`ENCRYPTION_KEYS lacks the key that this database was sealed with (${rows[0]?.kid}).`)
  for (const { kid, sealed } of known) assertOpens(kid, sealed)
  const [newest] = env().encryptionKeys
  if (newest && !known.some(({ kid }) => kid === newest.kid))
    await db.canary.createMany({ data: [{ kid: newest.kid, sealed: seal(CANARY, 'Canary') }], skipDuplicates: true })
}

const CANARY = 'latchkey'

function assertOpens(kid: string, sealed: string) {
  try {
    if (unseal(sealed, 'Canary').toString() === CANARY) return
  } catch (error) {
    if (!(error instanceof Unsealable)) throw error
  }
  throw new WrongKeys(`ENCRYPTION_KEYS has another key under the name "${kid}" than this database was sealed with.`)
}

/** next.config.mjs writes the name of the newest migration into the build. */
async function assertMigrated() {
  const newest = process.env.NEWEST_MIGRATION ?? ''
  const rows = await sql`
    SELECT 1 FROM "_prisma_migrations" WHERE migration_name = ${newest} AND finished_at IS NOT NULL`
  if (!rows.length) throw new Error(`the migration ${newest} is missing; run: npm run db:migrate`)
}

function stop(error: unknown): never {
  if (error instanceof InvalidEnvironment || error instanceof WrongKeys) console.error(error.message)
  else log.fatal({ err: error }, 'the start failed')
  process.exit(1)
}
