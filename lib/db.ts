import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from './env'
import { Prisma, PrismaClient } from './generated/prisma/client'
import { log } from './log'

export { Prisma }

/** Inside `db.$transaction(async tx => …)`. */
export type Transaction = Prisma.TransactionClient

/**
 * The database through Prisma, for what is read and written in ordinary ways. It shares one pool with {@link sql}. A
 * transaction that stood in another's way is done again, so it does nothing outside of the database.
 */
export const db: PrismaClient = lazily(() => repeatingConflicts(new PrismaClient({ adapter: new PrismaPg(pool()) })))

/**
 * One prepared statement, for hot paths and for conditional statements whose row count decides.
 * Tagged like a template; every value travels as a parameter.
 *
 * @returns the rows, with the column names of the statement.
 */
export async function sql<Row extends pg.QueryResultRow>(
  text: TemplateStringsArray,
  ...values: unknown[]
): Promise<Row[]> {
  const { rows } = await afterConflicts(() => run<Row>(text, values))
  return rows
}

/** The shape that {@link sql} and {@link sqlIn} share. */
export type Sql = <Row extends pg.QueryResultRow>(text: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>

/** The same tag, inside a transaction. Values have no types there: say `::uuid` where it matters. */
export const sqlIn =
  (tx: Transaction): Sql =>
  (text, ...values) =>
    tx.$queryRaw(text, ...values)

/** The pool of connections of this process; also what the rate limiter counts through. */
export function pool(): pg.Pool {
  shared.latchkeyPool ??= openPool()
  return shared.latchkeyPool
}

/**
 * Opens connections before anybody waits for them: whoever comes first comes while the process loads its code, and on a
 * busy machine a connection could take too long then. Those that nobody needs are closed after half a minute. On Vercel,
 * where there are many processes for few requests each, it is one.
 */
export async function openConnections(): Promise<void> {
  const { max, min } = pool().options
  await Promise.all(Array.from({ length: min ? max : 1 }, () => sql`SELECT 1`))
}

/** Of how many connections one that is idle is not closed. */
const KEPT_OPEN = 4

/**
 * Whether an error means that the database cannot be asked now (down, hung, out of connections), as opposed to a fault
 * in what was asked. Such requests are answered 503 and may be repeated.
 */
export const isDatabaseUnavailable = (error: unknown): boolean =>
  isConflict(error) ||
  causesOf(error).some(
    ({ code = '', kind = '', message = '' }) =>
      UNAVAILABLE.test(code) || UNAVAILABLE.test(kind) || UNAVAILABLE_IN_WORDS.test(message),
  )

/** Whether PostgreSQL had no room to write something; it can still be read. */
export const isDiskFull = (error: unknown): boolean => causesOf(error).some(({ code }) => code === '53100')

/** Whether two transactions waited for each other, and this one was undone: PostgreSQL's codes, and Prisma's for both. */
const isConflict = (error: unknown): boolean =>
  causesOf(error).some(({ code = '', kind = '' }) =>
    /^(40P01|40001|P2034|TransactionWriteConflict)$/.test(code || kind),
  )

/** So often something is done again that stood in another's way; two who repeat at once let each other pass in the end. */
const MOST_REPEATS = 3

/**
 * Does `work` again after a deadlock: the database has undone all of it (PostgreSQL 13.5, "Serialization Failure
 * Handling"). One that goes on is said to whoever asked, as {@link isDatabaseUnavailable}.
 */
async function afterConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let repeats = 0; repeats < MOST_REPEATS; repeats++) {
    try {
      return await work()
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
  return work()
}

function repeatingConflicts(client: PrismaClient): PrismaClient {
  const begin = client.$transaction.bind(client) as (...args: unknown[]) => Promise<unknown>
  return Object.assign(client, { $transaction: (...args: unknown[]) => afterConflicts(() => begin(...args)) })
}

/** Whether an error is a unique constraint that refused a row, from Prisma or from plain SQL. */
export function isUniqueViolation(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: string }
  return code === 'P2002' || code === '23505'
}

/** Whether an error says that the user whom a statement was about has been removed in the meantime. */
export function isUserGone(error: unknown): boolean {
  const { code = '', constraint, meta } = (error ?? {}) as { code?: string; constraint?: string; meta?: object }
  if (code === 'P2025') return (meta as { modelName?: string } | undefined)?.modelName === 'User'
  return FOREIGN_KEY.test(code) && /_userId_fkey/.test(`${constraint} ${JSON.stringify(meta)}`)
}

/** P2010 is what Prisma makes of any error in plain SQL. */
const FOREIGN_KEY = /^(P2003|P2010|23503)$/

/** An error of Node.js, of PostgreSQL, or of Prisma, whose adapter has kinds. */
type Fault = { code?: string; kind?: string; message?: string; cause?: Fault; meta?: { driverAdapterError?: Fault } }

/** An error and what lies beneath it: of plain SQL in a transaction Prisma keeps that in `meta`. */
function causesOf(error: unknown): Fault[] {
  const causes: Fault[] = []
  for (let fault = error as Fault | undefined; fault; fault = fault.cause ?? fault.meta?.driverAdapterError)
    causes.push(fault)
  return causes
}

const UNAVAILABLE =
  /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|57P0[1-5]|08\w{3}|53[1-3]00|57014|P1001|P1002|P1008|P1017|P2024|P2028|ConnectionClosed|DatabaseNotReachable|SocketTimeout|TooManyConnections)$/

const UNAVAILABLE_IN_WORDS = /timeout exceeded|read timeout|Connection terminated|not queryable/i

/**
 * Where an answer did not come in time, none will come to a ROLLBACK either: the connection is given up at once.
 */
class ImpatientClient extends pg.Client {
  // Fits every overload of the original, and changes none.
  override query(...args: never[]): never {
    const answer = (super.query as (...args: unknown[]) => unknown).apply(this, args)
    if (answer instanceof Promise)
      answer.catch(error => {
        if (error.message === 'Query read timeout') this.end().catch(() => undefined)
      })
    return answer as never
  }
}

/** A connection must come within 2 s and an answer within 4: a database that is down or hung is told apart from a slow one. */
function openPool(): pg.Pool {
  const opened = new pg.Pool({
    Client: ImpatientClient,
    connectionString: env().databaseUrl,
    max: env().onVercel ? 5 : 10,
    min: env().onVercel ? 0 : KEPT_OPEN,
    connectionTimeoutMillis: 2000,
    query_timeout: 4000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'latchkey app',
  })
  opened.on('error', error => log.warn({ err: error }, 'an idle database connection was lost'))
  return opened
}

const shared = globalThis as { latchkeyPool?: pg.Pool }

const statements = new WeakMap<TemplateStringsArray, { name: string; text: string }>()

/** As a finished `pg.Query`, because a description of one is copied at great cost (pg 8.22, `cloneQueryConfig`). */
function run<Row extends pg.QueryResultRow>(strings: TemplateStringsArray, values: unknown[]) {
  const { name, text } = prepared(strings)
  const query = Object.assign(new pg.Query(text, values), { name })
  return pool().query(query) as unknown as Promise<pg.QueryResult<Row>>
}

function prepared(strings: TemplateStringsArray) {
  let statement = statements.get(strings)
  if (!statement) {
    const text = strings.reduce((whole, part, index) => `${whole}$${index}${part}`)
    statement = { name: createHash('sha1').update(text).digest('base64url').slice(0, 16), text }
    statements.set(strings, statement)
  }
  return statement
}

/** Builds the client at its first use: `next build` loads modules without a database or an environment. */
function lazily<T extends object>(open: () => T): T {
  let opened: T | undefined
  return new Proxy({} as T, {
    get(_target, property) {
      opened ??= open()
      const value = Reflect.get(opened, property, opened)
      return typeof value === 'function' ? value.bind(opened) : value
    },
  })
}
