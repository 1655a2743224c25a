import { randomUUID } from 'node:crypto'
import { expectRefusal } from '../support/expectations'
import { UPSTREAM_WORDS } from '../support/intra-faults'
import { expect, test } from '../support/test'

const CLEARED = { value: '', maxAge: 0, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }
const BROWSER = { 'sec-fetch-mode': 'navigate', accept: 'text/html,*/*;q=0.8' }

test.describe('what 42 may do wrong', () => {
  test('OAU-19 refused at 42: 403, for a browser a page; state_token is unset, 42 is not asked', async ({
    api,
    visits,
  }) => {
    const room = randomUUID()
    const answers = []
    for (const headers of [{}, BROWSER]) {
      const { url, stateToken } = await visits.begin(api, 'login')
      const back = await visits.authorize(url, { deny: 'access_denied', room })
      answers.push(await visits.comeBack(api, back, stateToken, headers))
    }
    const [program, browser] = answers
    if (program) expectRefusal(program, 'fortytwo', 403, 'access_denied')
    expect(browser?.header('location')).toBe('/intra?type=login&error=access_denied')
    for (const answer of answers) expect(answer.cookies.state_token).toMatchObject(CLEARED)
    expect(await visits.calls(room)).toMatchObject({ token: 0 })
  })

  const faults = ['401', '429', '500', 'hang', 'drip', 'reset', 'html', 'broken', 'text', 'huge', 'redirect'] as const
  for (const step of ['token_fault', 'me_fault'] as const)
    for (const fault of [...faults, ...(step === 'token_fault' ? (['mac'] as const) : [])])
      test(`OAU-17, OAU-19, SEC-08 ${step} ${fault}: 500 within ten seconds, nothing of 42 shows, the next visit works`, async ({
        api,
        visits,
      }) => {
        const room = randomUUID()
        const { url, stateToken } = await visits.begin(api, 'login')
        const back = await visits.authorize(url, { [step]: fault, room })
        const begun = Date.now()
        const answer = await visits.comeBack(api, back, stateToken)
        expect(Date.now() - begun).toBeLessThan(10_000)
        expectRefusal(answer, 'fortytwo', 500, 'upstream')
        expect(answer.text).not.toContain(UPSTREAM_WORDS)
        expect(Object.keys(answer.cookies)).toEqual(['state_token'])
        expect(answer.cookies.state_token).toMatchObject(CLEARED)
        expect(await visits.calls(room), 'redirects are not followed').toMatchObject({ elsewhere: 0 })
        expect(await visits.bring(api, 'login', visits.invent())).toBeTruthy()
      })

  const ids = [0, -1, 1.5, 1e21, 2 ** 53, '104201', [104201], { $ne: 1 }, true, null]
  for (const id of [...ids, undefined])
    test(`OAU-17 a profile whose id is ${JSON.stringify(id)}: 500, no token`, async ({ api, visits }) => {
      const { url, stateToken } = await visits.begin(api, 'login')
      const back = await visits.authorize(url, id === undefined ? { omit: 'id' } : { profile: { id } })
      const answer = await visits.comeBack(api, back, stateToken)
      expectRefusal(answer, 'fortytwo', 500, 'upstream')
      expect(answer.cookies.api_token).toBeUndefined()
    })

  for (const profile of [
    { image: null },
    { image: { link: null } },
    { email: null, login: 7 },
    { image: 'x', kind: [] },
  ])
    test(`OAU-17 what is odd beside the id does no harm: ${JSON.stringify(profile)}`, async ({ api, visits }) => {
      const { url, stateToken } = await visits.begin(api, 'login')
      const back = await visits.authorize(url, { profile })
      expect((await visits.comeBack(api, back, stateToken)).status).toBe(200)
    })
})
