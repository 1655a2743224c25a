import { randomUUID } from 'node:crypto'
import { expectHouseRules, expectRefusal } from '../support/expectations'
import { expect, test } from '../support/test'

const CLEARED = { value: '', maxAge: 0, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }
const KEPT = { path: '/', domain: undefined, httpOnly: true, secure: true, sameSite: 'Lax' }
const BROWSER = { 'sec-fetch-mode': 'navigate', accept: 'text/html,*/*;q=0.8' }

test.describe('GET /oauth2/intra/url/', () => {
  test('decision 9: an address at 42, and state_token, exactly', async ({ api, baseURL }) => {
    for (const type of ['login', 'link']) {
      const answer = await api.get(`/oauth2/intra/url/?type=${type}`)
      expect(answer.status, answer.text).toBe(200)
      expectHouseRules(answer)
      expect(Object.keys(answer.json as object)).toEqual(['url'])
      expect(Object.keys(answer.cookies)).toEqual(['state_token'])
      expect(answer.cookies.state_token).toMatchObject(KEPT)
      expect(answer.cookies.state_token?.maxAge).toBeGreaterThan(590)
      expect(answer.cookies.state_token?.maxAge).toBeLessThanOrEqual(600)
      expect(answer.cookies.state_token?.value.length).toBeLessThan(3500)
      const { searchParams } = new URL(answer.field('url'))
      expect(searchParams.get('redirect_uri')).toBe(`${baseURL}/oauth2/intra/callback/${type}`)
    }
  })

  test('OAU-02 state and challenge are long, and never the same', async ({ api, anotherAddress }) => {
    const seen = new Set<string>()
    for (let round = 0; round < 4; round++) {
      const from = anotherAddress()
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => api.get('/oauth2/intra/url/?type=login', { from })),
      )
      for (const answer of answers) {
        const { searchParams } = new URL(answer.field('url'))
        expect(searchParams.get('state')?.length).toBeGreaterThan(43)
        seen.add(searchParams.get('state') ?? '').add(searchParams.get('code_challenge') ?? '')
      }
    }
    expect(seen.size).toBe(400)
  })

  test('OAU-06 S256 in the address, the verifier nowhere but at 42', async ({ api, visits }) => {
    const room = randomUUID()
    const { url, stateToken, answer } = await visits.begin(api, 'login')
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    const back = await visits.authorize(url, { room })
    const came = await visits.comeBack(api, back, stateToken)
    expect(came.status).toBe(200)
    const { verifiers } = await visits.calls(room)
    expect(verifiers).toEqual([expect.stringMatching(/^[\w-]{43,128}$/)])
    const seen = [url.href, stateToken, back, answer.text, came.text, came.cookies.api_token?.value].join()
    expect(seen).not.toContain(verifiers[0])
  })

  test('OAU-22 redirect_uri is constant, whatever the request says', async ({ api, baseURL }) => {
    const claims = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    for (const path of ['/oauth2/intra/url', '/oauth2/intra/url/', '/api/oauth2/intra/url', '/api/oauth2/intra/url/']) {
      const answer = await api.get(`${path}?type=login`, { headers: { host: 'evil.example', ...claims } })
      const { searchParams } = new URL(answer.field('url'))
      expect(searchParams.get('redirect_uri')).toBe(`${baseURL}/oauth2/intra/callback/login`)
    }
  })

  test('OAU-23 asks 42 for nothing but the public scope', async ({ api, visits }) => {
    const { url } = await visits.begin(api, 'login')
    expect(url.searchParams.getAll('scope')).toEqual(['public'])
    expect(url.searchParams.get('client_secret')).toBeNull()
  })

  const odd = [
    '',
    '?type=',
    '?type=LOGIN',
    '?type=login&type=link',
    '?type[]=login',
    '?type=__proto__',
    '?type=login%00',
  ]
  for (const query of odd)
    test(`OAU-25 type is one of two words: "${query}" is 400, without a cookie`, async ({ api }) => {
      const answer = await api.get(`/oauth2/intra/url/${query}`)
      expect(answer.status, answer.text).toBe(400)
      expect(answer.cookies).toEqual({})
    })
})

test.describe('GET /oauth2/intra/callback/…', () => {
  test('decision 10: 200 {}, api_token set, state_token unset, at every spelling', async ({ api, visits }) => {
    const plain = '/oauth2/intra/callback'
    for (const place of [`${plain}/login`, `/api${plain}/login/`, plain, `${plain}/`, `/api${plain}/`]) {
      const { url, stateToken } = await visits.begin(api, 'login')
      const query = (await visits.authorize(url)).split('?')[1]
      const answer = await visits.comeBack(api, `${place}?${query}`, stateToken)
      expect(answer.status, answer.text).toBe(200)
      expectHouseRules(answer)
      expect(answer.json).toEqual({})
      expect(Object.keys(answer.cookies).sort()).toEqual(['api_token', 'state_token'])
      expect(answer.cookies.state_token).toMatchObject(CLEARED)
      expect(answer.cookies.api_token).toMatchObject(KEPT)
      expect(answer.cookies.api_token?.maxAge).toBeGreaterThan(290)
      expect(answer.cookies.api_token?.maxAge).toBeLessThanOrEqual(300)
    }
  })

  test('OAU-26 a browser is sent on to a clean address that leaks nothing', async ({ api, visits }) => {
    for (const headers of [BROWSER, { 'sec-fetch-mode': 'navigate' }, { accept: 'text/html' }]) {
      const { url, stateToken } = await visits.begin(api, 'link')
      const answer = await visits.comeBack(api, await visits.authorize(url), stateToken, headers)
      expect([answer.status, answer.header('location'), answer.text]).toEqual([303, '/intra?type=link', ''])
      expect(answer.header('referrer-policy')).toBe('no-referrer')
      expect(answer.header('cache-control')).toBe('no-store')
      expect(Object.keys(answer.cookies).sort()).toEqual(['api_token', 'state_token'])
    }
  })

  const broken: [string, (back: URL) => void][] = [
    ['wrong', back => back.searchParams.set('state', 'wrong')],
    [
      'of another visit',
      back => back.searchParams.set('state', back.searchParams.get('state')?.replace(/..$/, 'AA') ?? ''),
    ],
    ['empty', back => back.searchParams.set('state', '')],
    ['missing', back => back.searchParams.delete('state')],
    ['doubled', back => back.searchParams.append('state', back.searchParams.get('state') ?? '')],
    [
      'doubled, wrong first',
      back => {
        const state = back.searchParams.get('state') ?? ''
        back.searchParams.set('state', 'wrong')
        back.searchParams.append('state', state)
      },
    ],
    ['there, but the code doubled', back => back.searchParams.append('code', 'x')],
    ['there, but the code missing', back => back.searchParams.delete('code')],
  ]
  for (const [how, spoil] of broken)
    test(`OAU-01 state ${how}: 403, 42 is not asked, state_token is unset`, async ({ api, visits }) => {
      const room = randomUUID()
      const { url, stateToken } = await visits.begin(api, 'login')
      const back = new URL(await visits.authorize(url, { room }), 'http://localhost')
      spoil(back)
      const path = `${back.pathname}${back.search}`
      const answer = await visits.comeBack(api, path, stateToken)
      expectRefusal(answer, 'fortytwo', 403, 'state_mismatch')
      expect(Object.keys(answer.cookies)).toEqual(['state_token'])
      expect(answer.cookies.state_token).toMatchObject(CLEARED)
      const page = await visits.comeBack(api, path, stateToken, BROWSER)
      expect([page.status, page.header('location')]).toEqual([303, '/intra?type=login&error=state_mismatch'])
      expect(page.cookies.state_token).toMatchObject(CLEARED)
      expect(await visits.calls(room)).toMatchObject({ token: 0, me: 0 })
    })

  test('OAU-01 a state without its cookie, with two, or with a forged one: 403, 42 is not asked', async ({
    api,
    visits,
  }) => {
    const room = randomUUID()
    const { url, stateToken } = await visits.begin(api, 'login')
    const back = await visits.authorize(url, { room })
    const cookies = ['', `state_token=x; state_token=${stateToken}`, `state_token=${stateToken.slice(0, -4)}AAAA`]
    for (const cookie of cookies)
      expectRefusal(await api.get(back, { headers: { cookie } }), 'fortytwo', 403, 'state_mismatch')
    expect(await visits.calls(room)).toMatchObject({ token: 0 })
    expect((await visits.comeBack(api, back, stateToken)).status, 'the true one still works').toBe(200)
  })

  test('OAU-02, OAU-08 a state of one browser is nothing in another', async ({ api, visits }) => {
    const room = randomUUID()
    const attacker = await visits.begin(api, 'login')
    const victim = await visits.begin(api, 'login')
    const lure = await visits.authorize(attacker.url, { room })
    expectRefusal(await visits.comeBack(api, lure, victim.stateToken), 'fortytwo', 403, 'state_mismatch')
    expectRefusal(await api.get(lure), 'fortytwo', 403, 'state_mismatch')
    expect(await visits.calls(room)).toMatchObject({ token: 0 })
  })

  test('OAU-03 checks that were stripped on the way are missed', async ({ api, visits }) => {
    const room = randomUUID()
    const { url, stateToken } = await visits.begin(api, 'login')
    for (const name of ['state', 'code_challenge', 'code_challenge_method']) url.searchParams.delete(name)
    const back = await visits.authorize(url, { room })
    expect(back).not.toContain('state=')
    for (const cookie of [stateToken, '']) {
      const answer = await visits.comeBack(api, back, cookie)
      expectRefusal(answer, 'fortytwo', 403, 'state_mismatch')
    }
    expect(await visits.calls(room)).toMatchObject({ token: 0 })
  })

  test('OAU-04 twenty times at once: one exchange at 42, one token; the same again later: 403', async ({
    api,
    visits,
  }) => {
    const room = randomUUID()
    const { url, stateToken } = await visits.begin(api, 'login')
    const back = await visits.authorize(url, { room })
    const answers = await Promise.all(Array.from({ length: 20 }, () => visits.comeBack(api, back, stateToken)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ cookies }) => cookies.api_token)).toHaveLength(1)
    for (const answer of answers) if (answer.status !== 200) expectRefusal(answer, 'fortytwo', 403, 'state_mismatch')
    expectRefusal(await visits.comeBack(api, back, stateToken), 'fortytwo', 403, 'state_mismatch')
    expect(await visits.calls(room)).toMatchObject({ token: 1, me: 1 })
  })

  test('OAU-05 state and exchange token end after ten and five minutes', async ({ api, visits, tokens }) => {
    const room = randomUUID()
    const { url, stateToken } = await visits.begin(api, 'login')
    const back = await visits.authorize(url, { room })
    expect(await tokens.lifeOf('state_token', stateToken)).toBe(600)
    const late = await visits.comeBack(api, back, await tokens.age('state_token', stateToken, 601))
    expectRefusal(late, 'fortytwo', 403, 'state_mismatch')
    expect(await visits.calls(room)).toMatchObject({ token: 0 })
    const intime = await visits.comeBack(api, back, await tokens.age('state_token', stateToken, 595))
    expect(intime.status).toBe(200)
    expect(await tokens.lifeOf('api_token', intime.cookies.api_token?.value ?? '')).toBe(300)
  })

  test('OAU-07 a code that was injected fails at 42: no token, no session', async ({ api, visits }) => {
    const room = randomUUID()
    const attacker = await visits.begin(api, 'login')
    const stolen =
      new URL(await visits.authorize(attacker.url, { room }), 'http://localhost').searchParams.get('code') ?? ''
    const victim = await visits.begin(api, 'login')
    const back = new URL(await visits.authorize(victim.url), 'http://localhost')
    back.searchParams.set('code', stolen)
    const answer = await visits.comeBack(api, `${back.pathname}${back.search}`, victim.stateToken)
    expectRefusal(answer, 'fortytwo', 500, 'upstream')
    expect(Object.keys(answer.cookies)).toEqual(['state_token'])
    expect(await visits.calls(room)).toMatchObject({ token: 1, me: 0 })
  })

  test('OAU-09 a visit to link does not come back as a sign-in, nor the other way round', async ({ api, visits }) => {
    const room = randomUUID()
    for (const [type, others] of [
      ['login', ['/link']],
      ['link', ['/login', '']],
    ] as const) {
      const { url, stateToken } = await visits.begin(api, type)
      const query = (await visits.authorize(url, { room })).split('?')[1]
      for (const other of others) {
        const answer = await visits.comeBack(api, `/oauth2/intra/callback${other}?${query}`, stateToken)
        expectRefusal(answer, 'fortytwo', 403, 'state_mismatch')
      }
    }
    expect(await visits.calls(room)).toMatchObject({ token: 0 })
    expect((await api.get('/oauth2/intra/callback/other?code=x&state=y')).status).toBe(400)
  })
})
