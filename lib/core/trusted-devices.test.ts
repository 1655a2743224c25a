import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { codeOf } from '@/e2e/support/authenticator'
import { challengeOf, makeProtected, makeSignedIn, middleOfStep } from '../../scripts/testing/factors'
import { burst, client, mailTo, type Person, refusals } from '../../scripts/testing/people'
import { db } from '../db'
import { meetChallenge } from './challenges'
import { requestCode } from './code-requests'
import { confirmFactor, regenerateRecoveryCodes } from './factors'
import type { FailureCode } from './failures'
import { findViewer, standingSession, type Viewer } from './sessions'
import { signInWithPassword } from './sign-in'
import { confirmIdentity } from './step-up'
import { forgetTrustedDevice, listTrustedDevices } from './trusted-devices'

const refusing = (code: FailureCode) => expect.objectContaining({ code })

let person: Person & { viewer: Viewer }
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: middleOfStep() })
  person = await makeSignedIn()
})
afterEach(() => void vi.useRealTimers())

const _confirm = (code: string, wishes: { withCodes?: boolean; endOthers?: boolean } = {}) =>
  confirmFactor(person.viewer, { code, withCodes: true, ...wishes }, client)
const _events = async (who: { id: string }) =>
  (await db.event.findMany({ where: { userId: who.id } })).map(({ kind }) => kind)
const _subjects = async (who: { email: string }) => (await mailTo(who.email)).map(({ subject }) => subject)
const _longAgo = (viewer: Viewer): Viewer => ({ ...viewer, authenticatedAt: new Date(Date.now() - 901_000) })

describe('a remembered browser', () => {
  test('is let in without the factor for thirty days, by its owner’s password only', async () => {
    const [owner, other] = [await makeProtected(), await makeProtected()]
    const code = codeOf(owner.secret)
    const { trusted } = await meetChallenge({ ticket: await challengeOf(owner), code, remember: true }, client)
    if (!trusted) throw new Error('not remembered')
    expect(trusted.expiresAt.getTime() - Date.now()).toBe(30 * 86_400_000)
    const signIn = ({ email, password }: Person) =>
      signInWithPassword({ identifier: email, password }, { transport: 'cookie', client, trustedDevice: trusted.value })
    expect(await signIn(owner)).toHaveProperty('session')
    expect(await signIn(other)).toHaveProperty('challenge')
    const [device] = await listTrustedDevices(owner.id)
    expect(JSON.stringify(await db.trustedDevice.findMany())).not.toContain(trusted.value)
    await expect(forgetTrustedDevice(other.id, device?.id ?? '')).rejects.toEqual(refusing('not_found'))
    await forgetTrustedDevice(owner.id, device?.id ?? '')
    expect(await signIn(owner)).toHaveProperty('challenge')
  })

  test('has proven nothing of the factor: sensitive acts ask for it', async () => {
    const owner = await makeProtected()
    const code = codeOf(owner.secret)
    const { trusted } = await meetChallenge({ ticket: await challengeOf(owner), code, remember: true }, client)
    const door = { transport: 'cookie', client, trustedDevice: trusted?.value } as const
    const result = await signInWithPassword({ identifier: owner.email, password: owner.password }, door)
    const viewer = 'session' in result ? await findViewer(result.session.accessToken) : undefined
    if (!viewer) throw new Error('no session began')
    await expect(regenerateRecoveryCodes(viewer, client)).rejects.toEqual(refusing('reauthentication_required'))
    await confirmIdentity(viewer, { code: codeOf(owner.secret, 1) }, client)
    const proven = await standingSession(viewer.sessionId, owner.id)
    expect(proven && (await regenerateRecoveryCodes(proven, client))).toHaveLength(10)
  })

  test('is not made unless it is asked for', async () => {
    const owner = await makeProtected()
    await meetChallenge({ ticket: await challengeOf(owner), code: codeOf(owner.secret) }, client)
    expect(await listTrustedDevices(owner.id)).toEqual([])
  })
})

test('a code is mailed only to those who get theirs by e-mail', async () => {
  const owner = await makeProtected()
  const ticket = await challengeOf(owner)
  await expect(requestCode({ ticket, accessToken: undefined }, client)).rejects.toEqual(refusing('factor_not_email'))
  const nobody = { ticket: undefined, accessToken: undefined }
  await expect(requestCode(nobody, client)).rejects.toEqual(refusing('not_authenticated'))
  const unknown = { ticket: '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7', accessToken: undefined }
  expect(refusals(await burst(1, () => requestCode(unknown, client)))).toEqual(['invalid_ticket'])
})
