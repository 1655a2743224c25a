import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTransport, type Transporter } from 'nodemailer'
import type SMTPPool from 'nodemailer/lib/smtp-pool'
import { v7 as uuidv7 } from 'uuid'
import { seal, unseal } from './crypto'
import { sql, type Transaction } from './db'
import { env } from './env'
import { log } from './log'

export type Mail = { to: string; subject: string; text: string; html: string }

/** Puts a mail into the queue, in the transaction of what it tells about. It leaves soon after the commit. */
export async function queueMail(tx: Transaction, mail: Mail) {
  const id = uuidv7()
  await tx.mail.create({ data: { id, sealed: seal(JSON.stringify(mail), `Mail:${id}`) } })
  setTimeout(() => void deliverMail(), 50).unref()
}

/** Looks after the queue of this process' database, until the process ends. */
export function startMailDelivery() {
  setInterval(() => void deliverMail(), 2000).unref()
}

/**
 * Sends what is due. Each mail is claimed for a minute by one process, sent, and removed; when the server does not take
 * it, it waits: 5 s, 10 s, 20 s … up to 10 minutes, for three days.
 */
export async function deliverMail(): Promise<void> {
  delivering ??= deliverDue()
    .catch(error => log.warn({ err: error }, 'the mail queue could not be read'))
    .finally(() => {
      delivering = undefined
    })
  return delivering
}

/** Whether somebody can be reached at all from here; says what the server answered. Throws what it refused with. */
export async function verifyMailServer(): Promise<void> {
  await smtp()?.verify()
}

/** What became of a mail that was sent past the queue. */
export type Delivery = {
  /** Host and port of the mail server; null where mail is kept in the outbox. */
  server: string | null
  delivered: boolean
  /** What the server answered, in its own words, or why it could not. */
  answer: string
}

/** Sends a mail at once, and tells what the server said to it. */
export async function tryMail(mail: Mail): Promise<Delivery> {
  const server = env().smtpUrl ? new URL(env().smtpUrl ?? '').host : null
  try {
    const answer = await send(uuidv7(), mail)
    return { server, delivered: true, answer }
  } catch (error) {
    const { response, message } = error as { response?: string; message: string }
    return { server, delivered: false, answer: response ?? message }
  }
}

/** Where mail goes while no server is configured: a folder per recipient. */
export const outboxFolder = () => path.join(env().dataDir, 'outbox')

/** A file name for an address, without anything that a file system could take for more. */
export const folderOfRecipient = (address: string) => address.replace(/[^a-z0-9@._+-]/gi, '_').replace(/^\.+/, '_')

type Claimed = { id: string; sealed: string; attempts: number; createdAt: Date }

let delivering: Promise<void> | undefined

const GIVE_UP_AFTER_MS = 3 * 24 * 3600_000

async function deliverDue() {
  for (;;) {
    const claimed = await sql<Claimed>`
      UPDATE "Mail" SET attempts = attempts + 1, "nextAttemptAt" = now() + interval '1 minute'
      WHERE id IN (
        SELECT id FROM "Mail" WHERE "nextAttemptAt" <= now() ORDER BY "nextAttemptAt" LIMIT 10 FOR UPDATE SKIP LOCKED
      ) RETURNING id, sealed, attempts, "createdAt"`
    if (!claimed.length) return
    await Promise.all(claimed.map(deliverOne))
  }
}

async function deliverOne({ id, sealed, attempts, createdAt }: Claimed) {
  try {
    const mail: Mail = JSON.parse(unseal(sealed, `Mail:${id}`).toString())
    await send(id, mail)
    await sql`DELETE FROM "Mail" WHERE id = ${id}`
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string }
    const seconds = Math.min(600, 5 * 2 ** (attempts - 1))
    log.warn({ mail: id, attempts, reason: responseCode ?? code, retry_in: seconds }, 'a mail could not be sent')
    if (Date.now() - createdAt.getTime() > GIVE_UP_AFTER_MS) await sql`DELETE FROM "Mail" WHERE id = ${id}`
    else await sql`UPDATE "Mail" SET "nextAttemptAt" = now() + make_interval(secs => ${seconds}) WHERE id = ${id}`
  }
}

/** @returns what the server answered, or the file that holds the mail. */
async function send(id: string, mail: Mail): Promise<string> {
  const server = smtp()
  if (!server) return keepInOutbox(id, mail)
  const { response } = await server.sendMail({
    from: env().mailFrom,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${id}@${env().appUrl.hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableUrlAccess: true,
    disableFileAccess: true,
  })
  return String(response)
}

async function keepInOutbox(id: string, mail: Mail): Promise<string> {
  const folder = path.join(/* turbopackIgnore: true */ outboxFolder(), folderOfRecipient(mail.to))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${id}.json`)
  await writeFile(`${file}.part`, JSON.stringify({ ...mail, at: new Date().toISOString() }, null, 2), { mode: 0o600 })
  await rename(`${file}.part`, file)
  return path.relative(env().dataDir, file)
}

let transporter: Transporter | undefined

function smtp(): Transporter | undefined {
  const { smtpUrl } = env()
  if (!smtpUrl) return undefined
  transporter ??= createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 15_000,
  } as SMTPPool.Options)
  return transporter
}
