import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { env, isLoopback } from '../env'
import { type Mail, outboxFolder } from '../mail'

/** A mail that stayed here, because no mail server is set. */
export type KeptMail = Mail & { id: string; at: string; button: { label: string; href: string } | undefined }

/** The mailbox page exists only while mail stays on this machine, and only for those who sit at it. */
export const isMailboxOpen = ({ smtpUrl, appUrl } = env()) => !smtpUrl && isLoopback(appUrl.hostname)

/** The newest mails of the outbox, newest first. */
export async function readOutbox(most = 50): Promise<KeptMail[]> {
  const names = await readdir(outboxFolder(), { recursive: true }).catch(() => [])
  const newest = names
    .filter(name => name.endsWith('.json'))
    .sort((one, other) => path.basename(other).localeCompare(path.basename(one)))
    .slice(0, most)
  return Promise.all(newest.map(readKept))
}

async function readKept(name: string): Promise<KeptMail> {
  const mail = JSON.parse(await readFile(path.join(outboxFolder(), name), 'utf8')) as Mail & { at: string }
  return { ...mail, id: path.basename(name, '.json'), button: buttonOf(mail.html) }
}

/** The one link of a mail, if it leads to a page of this instance. */
function buttonOf(html: string): KeptMail['button'] {
  const [, href, label] = /<a href="([^"]+)"[^>]*>([^<]*)<\/a>/.exec(html) ?? []
  const page = href && decode(href)
  if (!page || !URL.canParse(page) || new URL(page).origin !== env().origin) return undefined
  return { label: decode(label ?? ''), href: page.slice(env().origin.length) || '/' }
}

const decode = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
