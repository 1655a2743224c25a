import { db, isUniqueViolation, sqlIn, type Transaction } from '../db'
import { env } from '../env'
import { answerTakenNames, makeActive } from './accounts'
import { type Client, record } from './activity'
import { Failure } from './failures'
import { canonicalEmail, canonicalUsername } from './identifiers'
import { assertIntraConfigured } from './intra'
import { type IntraIdentity, readSealedIdentity } from './intra-identity'
import { letters, post } from './letters'
import { findUserByIntra, linkIntraAccount, linkIntraIn } from './linked-accounts'
import { evenly, mayMail } from './mailed-tickets'
import { assertMayRegister } from './registration'
import { type Opened, openSealed, spendSealed } from './sealed-tokens'
import { completeSignIn, type Door, type SignIn } from './sign-in'
import { issueTicket, peekTicket, spendTicket } from './tickets'

/**
 * What somebody who comes from 42 could be called here. Nothing of it is taken over before they say so.
 *
 * @throws Failure `invalid_exchange`
 */
export async function proposeAccount(newcomer: string | undefined) {
  const { login, email } = await identityOf(newcomer)
  const username = login ? canonicalUsername(login) : undefined
  const taken = username && (await db.user.count({ where: { username } }))
  return { login, username: username && !taken ? username : null, email, asksMailbox: !env().autoActivate }
}

/**
 * Registers an account for somebody who comes from 42. It has no password and is nobody's until both its mailbox and the
 * 42 account have been proven in one act ({@link activateNewcomer}): neither an address nor an identity can be planted
 * on somebody else's account. An address that is taken gives the same outcome, and its owner is told.
 *
 * @throws Failure `invalid_exchange`, `registration_closed`, `registration_restricted`, `username_taken`, `already_linked`
 */
export async function registerNewcomer(
  newcomer: string | undefined,
  { email, username }: { email: string; username?: string | undefined },
  client: Client,
): Promise<void> {
  const opened = await openNewcomer(newcomer)
  const identity = readSealedIdentity(opened.data)
  await assertMayRegister(canonicalEmail(email) ?? email, 'intra')
  if (await findUserByIntra(identity)) throw new Failure('already_linked')
  const names = {
    email: canonicalEmail(email) ?? email,
    username: username ? (canonicalUsername(username) ?? username) : null,
    displayName: username ?? null,
  }
  const holder = names.username ? await db.user.findUnique({ where: { username: names.username } }) : null
  if (holder && holder.email !== names.email) throw new Failure('username_taken')
  await evenly(() => create(names, opened, client))
}

/**
 * Makes the account of a newcomer theirs, with the ticket from the mail and the proof from 42 together, and signs them in.
 *
 * @throws Failure `invalid_ticket`; `intra_proof_required` when this browser does not bring the proof for this very
 * account (the ticket stays good); `already_linked`
 */
export async function activateNewcomer(
  ticket: string,
  newcomer: string | undefined,
  door: Omit<Door, 'method'>,
): Promise<SignIn> {
  assertIntraConfigured()
  const found = await peekTicket('intra_activation', ticket)
  if (!found) throw new Failure('invalid_ticket')
  const opened = await openSealed('intra_newcomer', newcomer)
  const identity = opened && readSealedIdentity(opened.data)
  if (!identity || identity.id !== found.data.intra) throw new Failure('intra_proof_required')
  await linkIntraAccount(found.userId, identity, door.client, async tx => {
    if (!(await spendTicket(tx, 'intra_activation', ticket))) throw new Failure('invalid_ticket')
    if (!(await spendSealed(opened, sqlIn(tx)))) throw new Failure('intra_proof_required')
    await makeActive(tx, found.userId, door.client)
  })
  return completeSignIn(found.userId, { ...door, method: 'intra' })
}

type Names = { email: string; username: string | null; displayName: string | null }

async function create(names: Names, opened: Opened, client: Client): Promise<void> {
  const identity = readSealedIdentity(opened.data)
  try {
    await db.$transaction(async tx => {
      const { id } = await tx.user.create({ data: names, select: { id: true } })
      await record(tx, id, 'account_registered', client, { method: 'intra' })
      if (!env().autoActivate) return mailActivation(tx, id, identity, client)
      if (!(await spendSealed(opened, sqlIn(tx)))) throw new Failure('invalid_exchange')
      await linkIntraIn(tx, id, identity, client)
      await makeActive(tx, id, client)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    if (await findUserByIntra(identity)) throw new Failure('already_linked')
    if (!(await mailAgain(names, identity, client))) await answerTakenNames(names, client)
  }
}

/** Somebody who has registered from the same 42 account before, and not finished, gets a new mail. */
async function mailAgain(names: Names, identity: IntraIdentity, client: Client): Promise<boolean> {
  const pending = await db.user.findFirst({
    where: {
      email: names.email,
      activatedAt: null,
      passwordHash: null,
      tickets: { some: { purpose: 'intra_activation', data: { path: ['intra'], equals: identity.id } } },
    },
    select: { id: true },
  })
  if (!pending) return false
  if (!(await mayMail(pending.id, 'intra_activation'))) return true
  await db.$transaction(async tx => {
    await tx.user.update({ where: { id: pending.id }, data: names })
    await mailActivation(tx, pending.id, identity, client)
  })
  return true
}

async function mailActivation(tx: Transaction, userId: string, { id, login }: IntraIdentity, client: Client) {
  const ticket = await issueTicket(tx, userId, 'intra_activation', { intra: id })
  await post(tx, userId, letters.intraActivation(client, ticket, login))
}

const identityOf = async (newcomer: string | undefined) => readSealedIdentity((await openNewcomer(newcomer)).data)

async function openNewcomer(newcomer: string | undefined): Promise<Opened> {
  assertIntraConfigured()
  const opened = await openSealed('intra_newcomer', newcomer)
  if (!opened) throw new Failure('invalid_exchange')
  return opened
}
