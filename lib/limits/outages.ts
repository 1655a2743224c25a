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

/**
 * Decides through a store that may be refusing, hanging, slow or lying. From its first failure on nobody waits for it:
 * this process limits what could serve guessing by its own memory, and lets the rest pass, until the store decides well
 * again, which is tried every second. One line in the log tells each.
 */
export function throughOutages(store: Store): Limiter {
  const local = memoryStore()
  let away = false

  function leave(error: unknown) {
    if (away) return
    away = true
    store.abandon?.()
    log.warn({ reason: reasonOf(error) }, 'rate limits: Redis cannot be asked; each process limits sign-in by itself')
    lookAgain()
  }

  function lookAgain() {
    setTimeout(async () => {
      try {
        await probe(store)
        away = false
        log.warn('rate limits: Redis answers again')
      } catch {
        store.abandon?.()
        lookAgain()
      }
    }, LOOK_AGAIN_MS).unref()
  }

  return async (key, quota, windowMs) => {
    if (!away) {
      try {
        return await inTime(store.take(key, quota, windowMs))
      } catch (error) {
        leave(error)
      }
    }
    const harmless = (quota * 60_000) / windowMs > HARMLESS_ABOVE_PER_MINUTE
    return harmless ? undefined : local.take(key, quota, windowMs)
  }
}

/** A decision on nobody's request. */
export const probe = (store: Store, deadlineMs = DEADLINE_MS) =>
  inTime(store.take('probe', 1, LOOK_AGAIN_MS), deadlineMs)

/**
 * Waits in short steps: a process that is kept from its event loop for long, as by the first requests after a start, has
 * only itself to blame.
 */
function inTime<Answer>(work: Promise<Answer>, deadlineMs = DEADLINE_MS): Promise<Answer> {
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
