import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { openResidents, type Resident, type Residents } from './residents'
import { openStore } from './store'

/** What a writer was told is done: each member is written down after its 2xx, and before the next request. */
export type Deed = {
  resident: Resident
  /** Of a second factor that is on. */
  codes?: string[]
  accessToken?: string
  refreshToken?: string
  /** A rotation that was asked for, and of which nobody knows whether it happened. */
  isRotating?: boolean
  /** A personal access token. */
  token?: string
}

/** Registers people, and does what people do, until it is over; whatever fails meanwhile is not in the journal. */
export async function write(origin: string, journal: Deed[], work: { over: boolean }) {
  const people = openResidents(origin)
  for (let turn = 0; !work.over; turn++) {
    try {
      const deed: Deed = { resident: await people.register() }
      journal.push(deed)
      if (turn % 2) deed.codes = (await people.enrol(deed.resident)).codes
      else await live(people, deed)
    } catch {
      await sleep(20)
    }
  }
}

async function live(people: Residents, deed: Deed) {
  Object.assign(deed, await people.signIn(deed.resident))
  const bearer = deed.accessToken as string
  for (let i = 0; i < 3; i++) {
    deed.isRotating = true
    const cookies = { refresh_token: deed.refreshToken as string }
    const answer = await people.somebody().post('/auth/token/refresh', undefined, { cookies })
    if (answer.status !== 200) throw new Error(answer.text)
    deed.refreshToken = answer.cookies.refresh_token?.value as string
    deed.isRotating = false
  }
  const made = await people.somebody().post('/oauth/personal-access-tokens', { name: 'kept' }, { bearer })
  deed.token = made.field('accessToken')
}

/** Everything in the journal is still so. */
export async function expectKept(origin: string, journal: Deed[]) {
  const people = openResidents(origin)
  for (const { resident, codes, accessToken, refreshToken, isRotating, token } of journal) {
    const answer = await people.somebody().post('/auth/login', resident)
    expect(answer.status, answer.text).toBe(200)
    if (codes) {
      const proof = { ticket: answer.field('ticket'), code: codes[0] }
      expect((await people.somebody().post('/auth/mfa/totp', proof)).status, 'a recovery code').toBe(200)
    }
    const look = async (path: string, bearer: string) => (await people.somebody().get(path, { bearer })).status
    if (accessToken) expect(await look('/api/account', accessToken), 'a session').toBe(200)
    if (token) expect(await look('/api/v1/twofaccounts', token), 'a token').toBe(200)
    if (!refreshToken || isRotating) continue
    const cookies = { refresh_token: refreshToken }
    const rotated = await people.somebody().post('/auth/token/refresh', undefined, { cookies })
    expect(rotated.status, 'a rotation').toBe(200)
  }
}

/** @param place the data folder of an embedded database, or the address of another one. */
export async function expectWhole(place: string) {
  const store = openStore(place)
  const halves = await store.query(`
    SELECT 'nobody can sign in' AS what, id FROM "User" u WHERE "passwordHash" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Account" a WHERE a."userId" = u.id)
    UNION ALL SELECT 'a factor without a secret', "userId" FROM "SecondFactor"
      WHERE "confirmedAt" IS NOT NULL AND kind = 'totp' AND "sealedSecret" IS NULL
    UNION ALL SELECT 'a factor without recovery codes', "userId" FROM "SecondFactor" f WHERE "confirmedAt" IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM "RecoveryCode" r WHERE r."userId" = f."userId")`)
  await store.close()
  expect(halves).toEqual([])
}
