import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The three secrets, in the form in which the environment carries them. */
export function generateSecrets() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = `j${randomBytes(4).toString('hex')}`
  return {
    AUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `e${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`,
    JWT_PRIVATE_KEYS: JSON.stringify({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid }] }),
  }
}

/**
 * The secrets of a self-contained instance: made at its first start, kept in `<dataDir>/keys.json` for its owner's eyes
 * only. Of two first starts at once, one makes them and both use them.
 */
export async function loadOrCreateSecrets(dataDir: string): Promise<Record<string, string>> {
  await mkdir(path.dirname(dataDir), { recursive: true })
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = path.join(dataDir, 'keys.json')
  const draft = `${file}.${process.pid}`
  const existing = await readFile(file, 'utf8').catch(() => undefined)
  if (existing) return JSON.parse(existing)
  await writeFile(draft, JSON.stringify(generateSecrets(), null, 2), { mode: 0o600, flush: true })
  await link(draft, file).catch(error => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(draft)
  return JSON.parse(await readFile(file, 'utf8'))
}
