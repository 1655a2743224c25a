import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Locator } from '@playwright/test'

const run = promisify(execFile)

/** Reads the QR code in a picture of the page, as the camera of a phone does. @returns what it says. */
export async function scan(picture: Locator): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'phone-'))
  const file = path.join(folder, 'qr.png')
  try {
    await writeFile(file, await picture.screenshot())
    return (await run('zbarimg', ['-q', '--raw', file])).stdout.trim()
  } finally {
    await rm(folder, { recursive: true })
  }
}
