import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { env } from '../env'
import { commonPasswords } from './common-passwords'
import { Failure } from './failures'

/** OWASP's floor for Argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** @returns an Argon2id hash in PHC form, with a salt of its own. @throws Failure `unavailable` under a storm of sign-ins. */
export function hashPassword(password: string): Promise<string> {
  return takingTurns(() => hash(password, COST))
}

/** As {@link hashPassword}, with a salt that is given: equal values then have equal hashes. */
export function hashWithSalt(value: string, salt: Buffer): Promise<string> {
  return takingTurns(() => hash(value, { ...COST, salt }))
}

/**
 * Whether a password is the one behind `stored`. Without a stored hash it costs the same and says no, so that time does
 * not tell who has an account (ASVS 6.3.8).
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const matches = await takingTurns(() => verify(isAffordable(stored) ? stored : DECOY, password))
  return matches && isAffordable(stored)
}

/** Whether a hash was made with other parameters than today's, and should be made anew at the next sign-in. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`)
}

/**
 * Refuses what everybody guesses first (ASVS 6.2.4, 6.2.11): the commonest passwords, and the owner's own names.
 *
 * @throws Failure `weak_password`
 */
export function assertStrongPassword(password: string, ownNames: (string | null | undefined)[] = []) {
  const whole = password.toLowerCase()
  const names = ownNames.flatMap(name => (name ? [name, name.split('@')[0]] : []))
  if (commonPasswords.has(whole) || whole === 'latchkey' || names.includes(whole)) throw new Failure('weak_password')
}

/** A hash of nobody's password, made with today's cost. */
const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$JP01EwlpoJrAcEZoflo99g$vNm1dkbM0jwTToaBqSNAdKFdOrQasWwkA/I5CE4AkKc'

/** A stored hash with absurd parameters is treated as no hash at all, and never computed. */
function isAffordable(stored: string | null | undefined): stored is string {
  const cost = /^\$argon2id?\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored ?? '')
  return cost !== null && Number(cost[1]) <= 131_072 && Number(cost[2]) <= 8 && Number(cost[3]) <= 4
}

/** Hashing in parallel beyond the cores makes every other request wait; a long queue helps nobody. */
const SLOTS = Math.max(1, Math.floor(availableParallelism() / (Number(process.env.WORKERS) || 1)))
const LONGEST_QUEUE = 100

let running = 0
const queue: (() => void)[] = []

/** How many hashes wait for their turn in this process. */
export const hashingQueueLength = () => queue.length

/** Runs work that costs a core and much memory when it is its turn. @throws Failure `unavailable` when the queue is long. */
export async function takingTurns<T>(work: () => Promise<T>): Promise<T> {
  if (running >= SLOTS) {
    if (queue.length >= LONGEST_QUEUE) throw new Failure('unavailable', { retryAfter: 2 })
    await new Promise<void>(resolve => queue.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = queue.shift()
    if (next) next()
    else running--
  }
}

/** Code points, as people count characters: an emoji is one. */
export const passwordLength = (password: string) => [...password].length

/** The bounds of document 002; PASSWORD_MIN_LENGTH raises the lower one. */
export const passwordBounds = () => ({ least: env().passwordMinLength, most: 128 })
