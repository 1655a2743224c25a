import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { InvalidEnvironment, mustBringSecrets } from '../lib/env'
import { generateIfStale } from './build'
import { help } from './operator/help'
import { findRunningPostgres, type Postgres, startPostgres } from './postgres'
import { readMigrations } from './schema-engine'
import { generateSecrets, loadOrCreateSecrets } from './secrets'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

// Whoever pipes this into `head` has read enough; the database below is still to be stopped.
process.stdout.on('error', () => undefined)

const [command = '', ...rest] = positionals
const dryRun = values['dry-run']

/** Each command, with the number of words that must follow it; the modules load once the environment is settled. */
const commands: Record<string, { words: number; run: () => Promise<void> }> = {
  doctor: { words: 0, run: async () => (await import('./operator/doctor')).examine() },
  user: { words: 2, run: async () => (await import('./operator/users')).user(rest, { dryRun }) },
  promote: { words: 1, run: async () => (await import('./operator/users')).setRole(rest, 'admin', { dryRun }) },
  demote: { words: 1, run: async () => (await import('./operator/users')).setRole(rest, 'user', { dryRun }) },
  backup: { words: 1, run: async () => (await import('./operator/backup')).backup(rest, { verify: values.verify }) },
  restore: { words: 1, run: async () => (await import('./operator/restore')).restore(rest, { dryRun }) },
  keys: { words: 1, run: async () => (await import('./operator/keys')).keys(rest, { dryRun }) },
  prune: { words: 0, run: async () => (await import('./operator/prune')).prune({ dryRun }) },
}

const chosen = commands[command]
if (values.help || !chosen || rest.length !== chosen.words) {
  console.log(help(values.help ? positionals : []))
  process.exit(values.help ? 0 : 1)
}
if (command === 'keys' && rest[0] === 'generate') printSecrets()
else await withDatabase(chosen.run)

function printSecrets() {
  for (const [name, value] of Object.entries(generateSecrets())) console.log(`${name}='${value}'`)
}

/** Settles the environment as `npm start` does, and finds the database: the configured, the running, or the resting one. */
async function withDatabase(run: () => Promise<void>) {
  if (existsSync('.env')) process.loadEnvFile('.env')
  process.env.LOG_LEVEL ??= 'warn'
  process.env.DATA_DIR ||= '.data'
  const dataDir = process.env.DATA_DIR
  if (!mustBringSecrets(process.env)) {
    for (const [name, value] of Object.entries(await loadOrCreateSecrets(dataDir))) process.env[name] ||= value
  }
  let own: Postgres | undefined
  try {
    await generateIfStale()
    process.env.NEWEST_MIGRATION = (await readMigrations()).migrationDirectories.at(-1)?.path
    if (!process.env.DATABASE_URL) {
      const running = await findRunningPostgres(dataDir)
      own = running ? undefined : await startPostgres(dataDir)
      process.env.DATABASE_URL = running ?? own?.url
      if (own) await (await import('./migrate')).migrate(own.url)
    }
    await run()
  } catch (error) {
    process.exitCode = 1
    console.error(sayError(error))
  } finally {
    const { deliverMail } = await import('../lib/mail')
    await deliverMail().catch(() => undefined)
    await (await import('../lib/db')).pool().end()
    await own?.stop()
  }
}

function sayError(error: unknown): string {
  if (error instanceof InvalidEnvironment) return error.message
  if (!(error instanceof Error)) return String(error)
  return (
    {
      not_found: 'There is no such account.',
      last_administrator: 'This is the only administrator. Make another one first.',
    }[error.message] ?? error.message
  )
}
