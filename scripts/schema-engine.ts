import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import type { Pool } from 'pg'

export const prismaFolder = path.resolve(import.meta.dirname, '../prisma')

/**
 * Prisma's schema engine as WebAssembly, speaking through one `pg` pool: migrations without the native engine, which
 * Prisma would have to download. The package's own loader imports a `.wasm` file, which Node 20 cannot.
 */
export async function openSchemaEngine(pool: Pool, schema: string): Promise<SchemaEngine> {
  const require = createRequire(import.meta.url)
  const wasmFile = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const glue = await import(pathToFileURL(wasmFile.replace(/\.wasm$/, '.js')).href)
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
    './schema_engine_bg.js': withoutLingering(glue),
  })
  glue.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
  const options = { datamodels: [['schema.prisma', schema]] }
  return glue.SchemaEngine.new(options, () => undefined, adapter)
}

/** The engine never clears its timer of ten seconds for a lock; it must not keep a finished process alive so long. */
function withoutLingering(glue: WebAssembly.ModuleImports) {
  const setTimeouts = Object.keys(glue).filter(name => name.startsWith('__wbg_setTimeout_'))
  const unreferenced = (act: () => void, ms: number) => setTimeout(act, ms >>> 0).unref()
  return { ...glue, ...Object.fromEntries(setTimeouts.map(name => [name, unreferenced])) }
}

const baseDir = path.join(prismaFolder, 'migrations')

/** The names of the migrations on disk, oldest first. */
export async function readMigrationNames(): Promise<string[]> {
  const entries = await readdir(baseDir, { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

/** The migrations on disk, oldest first, as the engine wants them. */
export async function readMigrations() {
  const migrationDirectories = await Promise.all(
    (await readMigrationNames()).map(async name => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  )
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8'),
  }
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories }
}

export const readSchema = () => readFile(path.join(prismaFolder, 'schema.prisma'), 'utf8')

/** Every table is ours. */
export const noFilter = { externalTables: [], externalEnums: [] }
