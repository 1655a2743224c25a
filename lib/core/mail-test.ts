import { db } from '../db'
import { tryMail } from '../mail'
import type { Client } from './activity'
import { compose, letters } from './letters'
import type { Viewer } from './sessions'

/** Sends a mail to whoever asks, past the queue. @returns what the mail server said to it. */
export async function testMail({ userId }: Viewer, client: Client) {
  const { email } = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })
  return { to: email, ...(await tryMail(compose(email, letters.mailTest(client)))) }
}
