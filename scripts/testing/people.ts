import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from '../../lib/core/activity'
import { hashPassword } from '../../lib/core/passwords'
import { type Session, startSession } from '../../lib/core/sessions'
import { db } from '../../lib/db'
import type { Transport } from '../../lib/generated/prisma/client'
import { deliverMail, folderOfRecipient, type Mail, outboxFolder } from '../../lib/mail'

/** Where the people of the unit tests come from. */
export const client: Client = { address: '192.0.2.1', device: 'unit test' }

export type Person = { id: string; email: string; username: string; password: string }

/** Somebody with an account; an active one unless told otherwise. */
export async function makePerson(wishes: { activated?: boolean; password?: string } = {}): Promise<Person> {
  const username = `u${randomBytes(6).toString('hex')}`
  const password = wishes.password ?? `correct horse ${username}`
  const data = {
    email: `${username}@example.com`,
    username,
    passwordHash: await hashPassword(password),
    activatedAt: wishes.activated === false ? null : new Date(),
  }
  const { id } = await db.user.create({ data, select: { id: true } })
  return { id, email: data.email, username, password }
}

/** A session of somebody, as a finished sign-in would begin it. */
export async function makeSession(person: { id: string }, transport: Transport = 'cookie'): Promise<Session> {
  const session = await startSession(person.id, { method: 'password', transport, client, factorProven: false })
  if (!session) throw new Error('no session began')
  return session
}

/** Everything that has been mailed to an address, oldest first, and the ticket that each mail carries. */
export async function mailTo(address: string): Promise<(Mail & { ticket: string })[]> {
  do await deliverMail()
  while ((await db.$queryRaw<unknown[]>`SELECT 1 FROM "Mail" WHERE "nextAttemptAt" <= now() LIMIT 1`).length)
  const folder = path.join(outboxFolder(), folderOfRecipient(address))
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.json')).sort()
  const mails: Mail[] = await Promise.all(
    names.map(async name => JSON.parse(await readFile(path.join(folder, name), 'utf8'))),
  )
  return mails.map(mail => ({ ...mail, ticket: /^\s{4}(\S+)\s*$/m.exec(mail.text)?.[1] ?? '' }))
}

/** Runs the same thing many times at once. @returns how each went, as `Promise.allSettled` says it. */
export const burst = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => act(index)))

/** The codes of the failures among the outcomes of a {@link burst}, or the message of what should not have been thrown. */
export const refusals = (outcomes: PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [String(outcome.reason.code ?? outcome.reason)] : []))
