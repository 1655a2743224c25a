import { db } from '../db'
import { type Client, record } from './activity'
import { letters, post } from './letters'
import { endSessions, type Viewer } from './sessions'
import { forgetTrustedDevices } from './trusted-devices'

/**
 * "This wasn't me": takes away whatever somebody else may hold. All other sessions end, all tokens are revoked, no browser
 * is trusted any more, and nothing that was asked for by mail goes on. The password is for its owner to change next.
 *
 * @returns how many sessions ended and how many tokens were revoked.
 */
export function raiseAlarm({ userId, sessionId }: Viewer, client: Client) {
  return db.$transaction(async tx => {
    const sessions = await endSessions(tx, userId, { except: sessionId, client })
    const { count: tokens } = await tx.personalToken.deleteMany({ where: { userId } })
    await forgetTrustedDevices(tx, userId)
    await tx.ticket.deleteMany({ where: { userId } })
    await record(tx, userId, 'alarm_raised', client, { sessions, tokens })
    await post(tx, userId, letters.alarmRaised(client, sessions, tokens))
    return { sessions, tokens }
  })
}
