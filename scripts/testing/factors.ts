import { codeOf } from '../../e2e/support/authenticator'
import { challenge } from '../../lib/core/challenges'
import { beginTotp, confirmFactor } from '../../lib/core/factors'
import { standingSession, type Viewer } from '../../lib/core/sessions'
import { db } from '../../lib/db'
import { client, mailTo, makePerson, makeSession, type Person } from './people'

/** Somebody whose account asks for a second factor. */
export type Protected = Person & { viewer: Viewer; secret: string; recoveryCodes: string[] }

/** Somebody who is signed in, without a second factor. */
export async function makeSignedIn(): Promise<Person & { viewer: Viewer }> {
  const person = await makePerson()
  return { ...person, viewer: await signedIn(person) }
}

export async function signedIn(person: { id: string }): Promise<Viewer> {
  const { sessionId } = await makeSession(person)
  const viewer = await standingSession(sessionId, person.id)
  if (!viewer) throw new Error('the session does not stand')
  return viewer
}

/** Somebody with an authenticator app; the steps until now have not been used. */
export async function makeProtected(): Promise<Protected> {
  const person = await makeSignedIn()
  const { secret } = await beginTotp(person.viewer)
  const recoveryCodes = await confirmFactor(person.viewer, { code: codeOf(secret), withCodes: true }, client)
  await forgetSteps(person)
  return { ...person, secret, recoveryCodes }
}

/** A fresh challenge, as after the right password. */
export async function challengeOf(person: { id: string }): Promise<string> {
  const asked = await challenge(person.id, 'password', client)
  if (!asked) throw new Error('nothing was asked')
  return asked.ticket
}

/** Makes every time step count as not used yet. */
export const forgetSteps = ({ id }: { id: string }) =>
  db.secondFactor.update({ where: { userId: id }, data: { lastStep: 0 } })

/** The newest code that was mailed to somebody. */
export async function mailedCode({ email }: { email: string }): Promise<string> {
  const mail = (await mailTo(email)).findLast(({ subject }) => subject === 'Your Latchkey code')
  const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0]
  if (!code) throw new Error('no code was mailed')
  return code
}

/**
 * The middle of the last whole time step: codes one step off are one step off, however slow the test. It lies in the
 * past, so that what is due by this clock is due by the database's, too.
 */
export const middleOfStep = () => Math.floor(Date.now() / 30_000) * 30_000 - 15_000
