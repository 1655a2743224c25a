import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { resealAll, sealedColumns } from '../../lib/core/sealed-columns'
import { db } from '../../lib/db'
import { env } from '../../lib/env'
import { generateSecrets } from '../secrets'

/** `keys add`, `keys rotate` */
export async function keys([verb = '']: string[], options: { dryRun: boolean }) {
  if (verb === 'add') return addKey(options)
  if (verb === 'rotate') return rotate(options)
  throw new Error(`There is no "keys ${verb}". See: npm run latchkey -- --help`)
}

/** Puts a fresh encryption key before the others in DATA_DIR/keys.json; a configured production does that itself. */
async function addKey({ dryRun }: { dryRun: boolean }) {
  const file = path.join(env().dataDir, 'keys.json')
  const kept: Record<string, string> = JSON.parse(
    await readFile(file, 'utf8').catch(() => {
      throw new Error(
        'This instance brings its keys in ENCRYPTION_KEYS: put a new one before the others there, and restart.',
      )
    }),
  )
  const fresh = generateSecrets().ENCRYPTION_KEYS
  if (dryRun) return console.log('Would put a fresh key before the others in keys.json.')
  const draft = `${file}.${process.pid}`
  const next = { ...kept, ENCRYPTION_KEYS: `${fresh},${kept.ENCRYPTION_KEYS}` }
  await writeFile(draft, JSON.stringify(next, null, 2), { mode: 0o600, flush: true })
  await rename(draft, file)
  console.log(`Added the key "${fresh.split(':')[0]}". Restart Latchkey, then: npm run latchkey -- keys rotate`)
}

/** Re-seals everything with the newest key, once an instance that knows it has started. */
async function rotate({ dryRun }: { dryRun: boolean }) {
  const [newest, ...older] = env().encryptionKeys
  const inUse = await db.canary.count({ where: { kid: newest?.kid ?? '' } })
  if (!inUse)
    throw new Error(
      `No instance has started with the key "${newest?.kid}" yet. Restart Latchkey first, or it could not read what is sealed now.`,
    )
  let unreadable = 0
  let name = ''
  for await (const { table, column, resealed, total, unreadable: lost } of resealAll({ dryRun })) {
    if (name && name !== `${table}.${column}`) process.stdout.write('\n')
    name = `${table}.${column}`
    process.stdout.write(`\r${name.padEnd(28)} ${resealed} of ${total}${lost ? `, ${lost} that no key opens` : ''}`)
    unreadable = Math.max(unreadable, lost)
  }
  process.stdout.write('\n')
  if (dryRun) return console.log('That is what would be sealed anew.')
  if (unreadable)
    return console.log('Some values were sealed with a key that is not here: keep the old keys until they are found.')
  await db.canary.deleteMany({ where: { kid: { not: newest?.kid ?? '' } } })
  const names = older.map(({ kid }) => kid).join(', ')
  console.log(`Everything in ${sealedColumns.length} columns is sealed with "${newest?.kid}".`)
  if (names) console.log(`Once every instance has restarted without them, these keys can go: ${names}.`)
}
