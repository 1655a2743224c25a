import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { parseMail } from './mime'

/** A real mail server on loopback that keeps what it takes as `<folder>/<recipient>/<time>.json`. */
export async function startMailServer(folder: string) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    async onData(stream, session, done) {
      try {
        const mail = parseMail(await text(stream))
        for (const { address } of session.envelope.rcptTo) await keep(path.join(folder, address), mail)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

async function keep(folder: string, mail: object) {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `${String(Date.now()).padStart(15, '0')}-${randomUUID()}.json`)
  await writeFile(`${file}.part`, JSON.stringify(mail))
  await rename(`${file}.part`, file)
}
