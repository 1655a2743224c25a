import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Mail as ParsedMail } from './mime'
import type { Store } from './store'

export type Mail = ParsedMail & {
  /** Where the mail's button leads. */
  link: string
  /** The ticket that the mail carries as text. */
  ticket: string
}

/** The mail of this run, by recipient. */
export type Mailbox = {
  /** The next mail to an address that has not been handed out yet, waiting for it when need be. */
  next(to: string, subject?: RegExp): Promise<Mail>
  /** Everything that an address has got, once all mail that was queued until now has left. */
  all(to: string): Promise<Mail[]>
}

const PATIENCE_MS = 15_000

export function openMailbox(folder: string, store: Store): Mailbox {
  const handedOut = new Set<string>()
  const filesOf = async (to: string) => {
    const names = await readdir(path.join(folder, to)).catch(() => [])
    return names
      .filter(name => name.endsWith('.json'))
      .sort()
      .map(name => path.join(folder, to, name))
  }
  const next = async (to: string, subject = /./): Promise<Mail> => {
    const deadline = Date.now() + PATIENCE_MS
    do {
      for (const file of await filesOf(to)) {
        if (handedOut.has(file)) continue
        const mail = await readMail(file)
        if (!subject.test(mail.subject)) continue
        handedOut.add(file)
        return mail
      }
      await sleep(20)
    } while (Date.now() < deadline)
    throw new Error(`No mail to ${to} with a subject like ${subject} within ${PATIENCE_MS / 1000} s.`)
  }
  const all = async (to: string) => {
    await store.mailHasLeft()
    return Promise.all((await filesOf(to)).map(readMail))
  }
  return { next, all }
}

async function readMail(file: string): Promise<Mail> {
  const mail: ParsedMail = JSON.parse(await readFile(file, 'utf8'))
  const link = /href="([^"]+)"/.exec(mail.html)?.[1]?.replaceAll('&#38;', '&') ?? ''
  const ticket = /^\s{4}(\S+)\s*$/m.exec(mail.text)?.[1] ?? ''
  return { ...mail, link, ticket }
}
