import type { Answer } from '../support/http'
import { expect, test } from '../support/test'

/** What may tell two answers apart, without what differs in every answer. */
function comparable({ status, text, header, cookies }: Answer) {
  const names = ['content-length', 'content-type', 'etag', 'content-encoding', 'ratelimit', 'ratelimit-policy']
  return { status, text, cookies, headers: names.map(name => header(name)) }
}

test('ENU-02: an unknown name costs as much time as a wrong password', async ({ api, accounts, anotherAddress }) => {
  const { email } = await accounts.create()
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  for (let round = 0; round < 40; round++)
    for (const who of round % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      // A counter of wrong passwords must not step in between.
      const name =
        who === 'known' && round < 9 ? email : who === 'known' ? (await accounts.register()).email : undefined
      const begun = performance.now()
      const body = { email: name ?? accounts.invent().email, password: 'wrong password' }
      expect((await api.post('/auth/login', body, { from: anotherAddress() })).status).toBe(401)
      times[who].push(performance.now() - begun)
    }
  const median = (values: number[]) => values.sort((one, other) => one - other)[values.length >> 1] ?? 0
  const ratio = median(times.known) / median(times.unknown)
  // Skipping the hash would make it 5 to 20; the machine's noise stays far below 1.5.
  expect(ratio).toBeGreaterThan(1 / 1.5)
  expect(ratio).toBeLessThan(1.5)
})

test('ENU-09: no counter and no size tells who exists', async ({ api, accounts, anotherAddress }) => {
  const { email, username } = await accounts.create()
  const nobody = accounts.invent()
  const doors: [string, (name: { email: string; username: string }) => object][] = [
    ['/auth/login/', ({ username }) => ({ username, password: 'wrong password' })],
    ['/auth/login', ({ email }) => ({ email, password: 'wrong password' })],
    ['/api/token/', ({ email }) => ({ email, password: 'wrong password' })],
  ]
  for (const [path, body] of doors) {
    const [here, there] = [anotherAddress(), anotherAddress()]
    for (let time = 0; time < 3; time++) {
      const known = await api.post(path, body({ email, username }), { from: here })
      const unknown = await api.post(path, body(nobody), { from: there })
      expect(comparable(known), path).toEqual(comparable(unknown))
    }
  }
})

test('ENU-10: asking which usernames are taken is throttled, and tells nothing about who has one', async ({
  api,
  accounts,
}) => {
  const { username, email } = await accounts.create()
  const statuses: number[] = []
  for (let time = 0; time < 31; time++) {
    const answer = await api.post('/auth/register', { ...accounts.invent(), username })
    expect(answer.text).not.toContain(email)
    statuses.push(answer.status)
  }
  expect(statuses).toEqual([...Array(30).fill(400), 429])
})
