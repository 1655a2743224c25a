import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip, createGzip } from 'node:zlib'
import type { ClientBase } from 'pg'

/** The first line of a backup: what it holds, and what it was made with. */
export type ArchiveHeader = {
  product: 'Latchkey'
  format: 1
  migration: string
  at: string
  tables: Record<string, number>
}

/** One row of one table, as PostgreSQL itself writes it as JSON. */
export type ArchiveRow = { table: string; row: unknown }

/** Counters of the rate limiter and of guesses are not kept; the rest is, parents before children. */
export async function tablesInOrder(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; parents: string[] }>(`
    SELECT c.relname AS name, COALESCE(array_agg(p.relname) FILTER (WHERE p.relname <> c.relname), '{}')::text[] AS parents
    FROM pg_class c
    LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
    LEFT JOIN pg_class p ON p.oid = f.confrelid
    WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relnamespace = 'public'::regnamespace
      AND c.relname <> '_prisma_migrations'
    GROUP BY c.relname ORDER BY c.relname`)
  const ordered: string[] = []
  const place = (name: string) => {
    if (ordered.includes(name)) return
    for (const parent of rows.find(row => row.name === name)?.parents ?? []) place(parent)
    ordered.push(name)
  }
  for (const { name } of rows) place(name)
  return ordered
}

export async function newestMigration(client: ClientBase): Promise<string> {
  const { rows } = await client.query(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY name DESC LIMIT 1',
  )
  return rows[0]?.name ?? ''
}

/** Writes lines of JSON, compressed, and readable only by their owner: they hold everything but the keys. */
export function openArchive(file: string) {
  const gzip = createGzip()
  const target = createWriteStream(file, { mode: 0o600, flush: true })
  gzip.pipe(target)
  return {
    async write(line: ArchiveHeader | ArchiveRow) {
      if (!gzip.write(`${JSON.stringify(line)}\n`)) await once(gzip, 'drain')
    },
    async close() {
      gzip.end()
      await once(target, 'close')
    },
  }
}

/** The lines of a backup. @throws Error when the file is none. */
export async function* readArchive(file: string): AsyncGenerator<unknown> {
  const lines = createInterface(createReadStream(file).pipe(createGunzip()))
  for await (const line of lines) yield JSON.parse(line)
}
