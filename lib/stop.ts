import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { env } from './env'
import { stopServing } from './http/server-hook'
import { log } from './log'
import { deliverMail } from './mail'

/** Mail that cannot be sent in this time waits in the database for the next start. */
const LAST_MAIL_MS = 3000

/**
 * A first signal: /readyz says 503, after DRAIN_SECONDS there are no new connections, requests in flight finish, mail that
 * is due leaves, exit 0. A second one ends at once, unless a parent decides about that. Next's own handling must be off
 * (NEXT_MANUAL_SIG_HANDLE): it would exit with 143, and before the mail has left.
 */
export function stopOnSignals() {
  let stopping = false
  const stop = async () => {
    if (stopping) return cluster.isWorker ? undefined : process.exit(1)
    stopping = true
    await stopServing(env().drainMs)
    await Promise.race([deliverMail(), sleep(LAST_MAIL_MS)])
    log.flush()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
}
