import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from './migrate'
import { startPostgres } from './postgres'
import { noFilter, openSchemaEngine, prismaFolder, readSchema } from './schema-engine'

const usage = `Usage:
  npm run db:migrate            apply the migrations that the database lacks
  npm run db:diff -- <name>     write a migration for what changed in prisma/schema.prisma since the last one
The database is DATABASE_URL, or the embedded PostgreSQL in DATA_DIR (.data).`

/** The schema that the newest migration leads to; what `db:diff` compares with. */
const migratedSchema = path.join(prismaFolder, 'migrations', 'schema.prisma')

const { positionals } = parseArgs({ allowPositionals: true })
const [command, name] = positionals

if (command === 'migrate') await onDatabase(migrateAndTell)
else if (command === 'diff' && name && /^[a-z0-9_]+$/.test(name)) await onDatabase(url => writeDiff(url, name))
else {
  console.error(usage)
  process.exitCode = 1
}

async function onDatabase(act: (url: string) => Promise<void>) {
  const given = process.env.DATABASE_URL
  const embedded = given ? undefined : await startPostgres(process.env.DATA_DIR || '.data')
  try {
    await act(given ?? embedded?.url ?? '')
  } finally {
    await embedded?.stop()
  }
}

async function migrateAndTell(url: string) {
  const applied = await migrate(url)
  console.log(applied.length ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
}

/** The engine compares two schema files; it wants a connection all the same. */
async function writeDiff(url: string, name: string) {
  const schema = await readSchema()
  const before = await readFile(migratedSchema, 'utf8').catch(() => '')
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const engine = await openSchemaEngine(pool, schema)
  const { stdout } = await engine.diff({
    from: before ? datamodel(before) : { tag: 'empty' },
    to: datamodel(schema),
    script: true,
    exitCode: null,
    filters: noFilter,
  })
  await pool.end()
  if (!stdout || stdout.includes('This is an empty migration')) {
    console.log('Nothing in prisma/schema.prisma has changed since the newest migration.')
    return
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(prismaFolder, 'migrations', `${stamp}_${name}`)
  await mkdir(folder)
  await writeFile(path.join(folder, 'migration.sql'), stdout)
  await copyFile(path.join(prismaFolder, 'schema.prisma'), migratedSchema)
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql. Read it, then: npm run db:migrate`)
}

function datamodel(content: string) {
  return { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] }
}
