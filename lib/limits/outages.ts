import { randomUUID } from 'node:crypto'
import { isDiskFull } from '../db'
import { log } from '../log'
import { memoryStore } from './memory'
import type { Store, Taken } from './store'

/** What is allowed more often than this in a minute is for signed-in users and harmless; the rest could serve guessing. */
const HARMLESS_ABOVE_PER_MINUTE = 30

/** How long a decision waits for an answer; together with its own work it stays below 300 ms. */
const DEADLINE_MS = 200
const STEP_MS = 25

const LOOK_AGAIN_MS = 1000

/** A decision; undefined where nobody counts. */
export type Limiter = (key: string, quota: number, windowMs: number) => Promise<Taken | undefined>

/** Which errors mean that a store cannot decide for now, and what the log says; other errors are the request's own. */
export type Outage = { includes(error: unknown): boolean; deadlineMs?: number; begins: string; ends: string }

/** Refusing, hanging, slow or lying: nothing else needs it, so that nobody has to wait for it. */
export const REDIS_AWAY: Outage = {
  includes: () => true,
  deadlineMs: DEADLINE_MS,
  begins: 'Redis cannot be asked',
  ends: 'Redis answers again',
}

/** What only reads goes on while PostgreSQL cannot write. */
export const DISK_FULL: Outage = {
  includes: isDiskFull,
  begins: 'the disk of PostgreSQL is full',
  ends: 'PostgreSQL has room again',
}

/**
 * Decides through a store that may have an outage. From its first failure on nobody asks it: this process limits what
 * could serve guessing by its own memory, and lets the rest pass, until the store decides well again, which is tried
 * every second. One line in the log tells each.
 */
export function throughOutages(store: Store, { includes, deadlineMs, begins, ends }: Outage): Limiter {
  const local = memoryStore()
  let away = false

  function leave(error: unknown) {
    if (away) return
    away = true
    store.abandon?.()
    log.warn({ reason: reasonOf(error) }, `rate limits: ${begins}; each process limits sign-in by itself`)
    lookAgain()
  }

  function lookAgain() {
    setTimeout(async () => {
      try {
        await probe(store)
        away = false
        log.warn(`rate limits: ${ends}`)
      } catch {
        store.abandon?.()
        lookAgain()
      }
    }, LOOK_AGAIN_MS).unref()
  }

  return async (key, quota, windowMs) => {
    if (!away) {
      try {
        const taking = store.take(key, quota, windowMs)
        return await (deadlineMs ? inTime(taking, deadlineMs) : taking)
      } catch (error) {
        if (!includes(error)) throw error
        leave(error)
      }
    }
    const harmless = (quota * 60_000) / windowMs > HARMLESS_ABOVE_PER_MINUTE
    return harmless ? undefined : local.take(key, quota, windowMs)
  }
}

/** A decision on nobody's request, and on a new key: on a full disk there may still be room to change an old one. */
export const probe = (store: Store, deadlineMs = DEADLINE_MS) =>
  inTime(store.take(`probe ${randomUUID()}`, 1, LOOK_AGAIN_MS), deadlineMs)

/**
 * Waits in short steps: a process that is kept from its event loop for long, as by the first requests after a start, has
 * only itself to blame.
 */
function inTime<Answer>(work: Promise<Answer>, deadlineMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout
    const wait = (leftMs: number) => {
      if (leftMs <= 0) reject(new Error(`no answer within ${deadlineMs} ms`))
      else timer = setTimeout(wait, STEP_MS, leftMs - STEP_MS)
    }
    wait(deadlineMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** In a few words, without the command: it holds an address. */
function reasonOf(error: unknown): string {
  const { cause, code, message } = Object(error) as { cause?: { code?: unknown }; code?: unknown; message?: unknown }
  const reason = cause?.code ?? (typeof code === 'string' ? code : message)
  return String(reason)
    .replace(/,? command was.*/s, '')
    .slice(0, 120)
}
