import { spawn } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { type Environment, inherited } from './product'

export type Outcome = { code: number | null; out: string; err: string }

/** Runs `npm run latchkey -- …` as an operator does, in the environment of an instance. */
export async function latchkey(environment: Environment, ...args: string[]): Promise<Outcome> {
  const env = { ...inherited(), ...environment }
  const child = spawn(process.execPath, ['scripts/run.mjs', 'latchkey', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  })
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, err }
}

/** The secrets that a configured production brings. */
export function inventSecrets() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    AUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: inventKey('k1'),
    JWT_PRIVATE_KEYS: JSON.stringify({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'j1' }] }),
  }
}

/** A key in the form that ENCRYPTION_KEYS lists. */
export const inventKey = (name: string) => `${name}:${randomBytes(32).toString('base64')}`

/** For telling whether something is the same as before. */
export const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
