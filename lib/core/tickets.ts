import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { sha256 } from '../crypto'
import { type Prisma, sql, type Transaction } from '../db'

/** Each ticket is good for one thing, once. Life in seconds. */
export const ticketLife = {
  activation: 60 * 60,
  intra_activation: 60 * 60,
  reset: 60 * 60,
  email_change: 60 * 60,
  sign_in: 5 * 60,
} as const

export type TicketPurpose = keyof typeof ticketLife

export type Ticket = { userId: string; data: Record<string, unknown>; attempts: number }

/** Wrong answers that a ticket bears before it is dead. */
export const TRIES_PER_TICKET = 5

/**
 * Makes a ticket (122 random bits in the documents' UUID form); only its hash is kept. An older one of the same purpose
 * dies.
 *
 * @returns the ticket itself, to be handed to its owner and nowhere else.
 */
export async function issueTicket(
  tx: Transaction,
  userId: string,
  purpose: TicketPurpose,
  data: Prisma.InputJsonObject = {},
): Promise<string> {
  const value = randomUUID()
  const expiresAt = new Date(Date.now() + ticketLife[purpose] * 1000)
  const fields = { hash: new Uint8Array(sha256(value)), data, expiresAt, attempts: 0, createdAt: new Date() }
  await tx.ticket.upsert({
    where: { userId_purpose: { userId, purpose } },
    create: { id: uuidv7(), userId, purpose, ...fields },
    update: fields,
  })
  return value
}

/** Spends a ticket: of any number of racers one gets it, the others undefined. */
export async function spendTicket(tx: Transaction, purpose: TicketPurpose, value: string): Promise<Ticket | undefined> {
  const [ticket] = await tx.$queryRaw<Ticket[]>`
    DELETE FROM "Ticket"
    WHERE hash = ${new Uint8Array(sha256(value))} AND purpose = ${purpose}
      AND "expiresAt" > now() AND attempts <= ${TRIES_PER_TICKET}
    RETURNING "userId", data, attempts`
  return ticket
}

/**
 * Uses up one try of a ticket without spending it, before the answer that comes with it is checked: a burst cannot buy
 * more tries than there are.
 *
 * @returns undefined for a ticket that is unknown, expired, of another purpose, or tried out.
 */
export async function tryTicket(purpose: TicketPurpose, value: string): Promise<Ticket | undefined> {
  const [ticket] = await sql<Ticket>`
    UPDATE "Ticket" SET attempts = attempts + 1
    WHERE hash = ${sha256(value)} AND purpose = ${purpose} AND "expiresAt" > now() AND attempts < ${TRIES_PER_TICKET}
    RETURNING "userId", data, attempts`
  return ticket
}

/** Gives back a try that was not answered wrong. */
export async function returnTry(purpose: TicketPurpose, value: string) {
  await sql`UPDATE "Ticket" SET attempts = GREATEST(attempts - 1, 0) WHERE hash = ${sha256(value)} AND purpose = ${purpose}`
}

/** Whose ticket this is, without touching it. */
export async function peekTicket(purpose: TicketPurpose, value: string): Promise<Ticket | undefined> {
  const [ticket] = await sql<Ticket>`
    SELECT "userId", data, attempts FROM "Ticket"
    WHERE hash = ${sha256(value)} AND purpose = ${purpose} AND "expiresAt" > now() AND attempts < ${TRIES_PER_TICKET}`
  return ticket
}
