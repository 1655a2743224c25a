import { db, sqlIn, type Transaction } from '../db'
import type { Client } from './activity'
import { mailCode } from './email-codes'
import { findFactor, type Proof, type ProofRequest, proveFactor } from './factor-proof'
import { Failure } from './failures'
import { type Session, startSession } from './sessions'
import {
  issueTicket,
  peekTicket,
  returnTry,
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
  { remember, ...proof }: { ticket: string; code: string; remember?: boolean | undefined },
  client: Client,
): Promise<MetChallenge> {
  return withTicket('sign_in', { ...proof, client, recovery: true }, async (tx, proof, { userId, data }) => {
    const method = `${String(data.method ?? 'password')}+${proof}`
    const door = { method, transport: 'cookie', client, factorProven: true } as const
    const session = await startSession(userId, door, sqlIn(tx))
    if (!session) throw new Failure('invalid_ticket')
    return { session, ...(remember && { trusted: await trustDevice(tx, userId, client) }) }
  })
}

/**
 * Asks for the second factor where nobody can be asked back: the code comes along with the password (document 004). A
 * code by mail leaves at the call without one, and is good for the next.
 *
 * @returns undefined for somebody who has no second factor.
 * @throws Failure `second_factor_required`, `invalid_code`, `code_already_used`, `too_many_attempts`
 */
export async function meetAtOnce(
  userId: string,
  { code, method, client }: { code: string | undefined; method: string; client: Client },
): Promise<Session | undefined> {
  const factor = await findFactor(userId)
  if (!factor) return undefined
  if (!code) {
    if (factor.kind === 'email') await mailCode(userId, 'tokens', client).catch(ignoreTooMany)
    throw new Failure('second_factor_required')
  }
  return proveFactor({ userId, code, scope: 'tokens', client, recovery: true }, async (tx, proof) => {
    const door = { method: `${method}+${proof}`, transport: 'body', client, factorProven: true } as const
    const session = await startSession(userId, door, sqlIn(tx))
    if (!session) throw new Failure('invalid_credentials')
    return session
  })
}

/**
 * Turns a sign-in challenge, or the ticket of a reset mail, into a ticket that sets a new password, by a second factor:
 * a reset never goes around it (ASVS 6.4.3).
 *
 * @throws Failure as {@link meetChallenge}, and `factor_not_active` for a reset that asks for none
 */
export async function recoverWithFactor(proof: { ticket: string; code: string }, client: Client): Promise<string> {
  const reset = await peekTicket('reset', proof.ticket)
  if (reset && !(await findFactor(reset.userId))) throw new Failure('factor_not_active')
  const purpose = reset ? 'reset' : 'sign_in'
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
    if (!(error instanceof Failure) || !WRONG_ANSWERS.has(error.code)) {
      await returnTry(purpose, ticket).catch(() => undefined)
      throw error
    }
    throw new Failure(error.code, { ...error.details, ticket, triesLeft: TRIES_PER_TICKET - tried.attempts })
  }
}

/** What costs a try; anything else that goes wrong does not. */
const WRONG_ANSWERS = new Set(['invalid_code', 'code_already_used'])

function ignoreTooMany(error: unknown) {
  if (!(error instanceof Failure)) throw error
}
