import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export type IntraProcess = {
  /** What INTRA_API_URL is to be. */
  url: string
  stop(): void
}

/** Starts the stand-in for 42 (intra.ts) as a process of its own, on a port of its own. */
export async function startIntra(): Promise<IntraProcess> {
  const script = path.join(import.meta.dirname, 'intra.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  if (!child.stdout) throw new Error('the stand-in for 42 has no output')
  const [url] = await once(createInterface(child.stdout), 'line')
  return { url, stop: () => void child.kill() }
}

/** The application that the stand-in knows. */
export const INTRA_CLIENT = { INTRA_CLIENT_ID: 'latchkey-on-loopback', INTRA_CLIENT_SECRET: 'known-to-everybody' }
