import { db, sqlIn, type Transaction } from '../db'
import type { Transport } from '../generated/prisma/client'
import type { Client } from './activity'
import { mailCode } from './email-codes'
import { findFactor, type Proof, type ProofRequest, proveFactor } from './factor-proof'
import { Failure } from './failures'
import { type Session, startSession } from './sessions'
import {
  issueTicket,
  peekTicket,
  spendTicket,
  type Ticket,
  type TicketPurpose,
  TRIES_PER_TICKET,
  tryTicket,
} from './tickets'
import { trustDevice } from './trusted-devices'

/** A second factor that is asked for; the ticket opens nothing but the second step. */
export type Challenge = { ticket: string; factor: 'totp' | 'email' }

/** A session, and what a browser that is to be remembered keeps. */
export type MetChallenge = { session: Session; trusted?: { value: string; expiresAt: Date } }

/** Asks for the second factor of somebody whose first is proven; an older challenge dies. A code by mail leaves at once. */
export async function challenge(userId: string, method: string, client: Client): Promise<Challenge | undefined> {
  const factor = await findFactor(userId)
  if (!factor) return undefined
  const ticket = await db.$transaction(tx => issueTicket(tx, userId, 'sign_in', { method }))
  if (factor.kind === 'email') await mailCode(userId, `ticket:${ticket}`, client).catch(ignoreTooMany)
  return { ticket, factor: factor.kind }
}

/**
 * Meets a sign-in challenge with a code of the factor or a recovery code: one session, whatever the number of racers.
 *
 * @param remember whether this browser is not to be asked again for thirty days.
 * @throws Failure `invalid_ticket`; `invalid_code`, `code_already_used` with the ticket, which bears five tries;
 * `too_many_attempts`
 */
export async function meetChallenge(
  {
    remember,
    transport = 'cookie',
    ...proof
  }: { ticket: string; code: string; remember?: boolean | undefined; transport?: Transport },
  client: Client,
): Promise<MetChallenge> {
  return withTicket('sign_in', { ...proof, client, recovery: true }, async (tx, proof, { userId, data }) => {
    const method = `${String(data.method ?? 'password')}+${proof}`
    const door = { method, transport, client, factorProven: true }
    const session = await startSession(userId, door, sqlIn(tx))
    if (!session) throw new Failure('invalid_ticket')
    return { session, ...(remember && { trusted: await trustDevice(tx, userId, client) }) }
  })
}

/**
 * Turns a sign-in challenge, or the ticket of a reset mail, into a ticket that sets a new password, by a second factor:
 * a reset never goes around it (ASVS 6.4.3).
 *
 * @throws Failure as {@link meetChallenge}
 */
export async function recoverWithFactor(proof: { ticket: string; code: string }, client: Client): Promise<string> {
  const purpose = (await peekTicket('reset', proof.ticket)) ? 'reset' : 'sign_in'
  return withTicket(purpose, { ...proof, client, recovery: true }, (tx, _proof, { userId }) =>
    issueTicket(tx, userId, 'reset', { factorProven: true }),
  )
}

type TicketProof = Omit<ProofRequest, 'userId' | 'scope'> & { ticket: string }

/**
 * Spends a ticket together with a right code. A wrong code costs one of the ticket's tries, and is told with the ticket
 * and the tries that are left.
 */
export async function withTicket<T>(
  purpose: TicketPurpose,
  { ticket, ...request }: TicketProof,
  act: (tx: Transaction, proof: Proof, ticket: Ticket) => Promise<T>,
): Promise<T> {
  const tried = await tryTicket(purpose, ticket)
  if (!tried) throw new Failure('invalid_ticket')
  const { userId } = tried
  try {
    return await proveFactor({ ...request, userId, scope: `ticket:${ticket}` }, async (tx, proof) => {
      const spent = await spendTicket(tx, purpose, ticket)
      if (!spent) throw new Failure('invalid_ticket')
      return act(tx, proof, spent)
    })
  } catch (error) {
    if (!(error instanceof Failure) || !SAYS_TRIES_LEFT.has(error.code)) throw error
    throw new Failure(error.code, { ...error.details, ticket, triesLeft: TRIES_PER_TICKET - tried.attempts })
  }
}

const SAYS_TRIES_LEFT = new Set(['invalid_code', 'code_already_used'])

function ignoreTooMany(error: unknown) {
  if (!(error instanceof Failure)) throw error
}
