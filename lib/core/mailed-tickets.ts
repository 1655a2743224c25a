import { setTimeout as sleep } from 'node:timers/promises'
import { db } from '../db'
import { type Client, record } from './activity'
import { countAttempt } from './attempts'
import { Failure } from './failures'
import { letters, post } from './letters'
import { issueTicket } from './tickets'

/** Mails a fresh ticket, at most three of a kind an hour however often they are asked for (ASVS 2.4.1). */
export async function mailTicket(userId: string, purpose: 'activation' | 'reset', client: Client) {
  if (!(await mayMail(userId, purpose))) return
  await db.$transaction(async tx => {
    const ticket = await issueTicket(tx, userId, purpose)
    if (purpose === 'reset') await record(tx, userId, 'password_reset_requested', client)
    await post(tx, userId, letters[purpose](client, ticket))
  })
}

/** Whether one more mail of a kind may go to this account now. */
export const mayMail = (userId: string, kind: string) =>
  countAttempt(`mail:${kind}:${userId}`, { most: 3, windowSeconds: 3600 }).then(
    () => true,
    error => {
      if (error instanceof Failure) return false
      throw error
    },
  )

/** Answers after the same time whether or not there was anything to do, so that time does not tell who has an account. */
export async function evenly(work: () => Promise<void>): Promise<void> {
  await Promise.all([work(), sleep(60)])
}
