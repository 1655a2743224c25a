import { randomUUID } from 'node:crypto'
import { expect, test } from '../support/test'

test.describe('what is kept, and what is not there', () => {
  test('OAU-23 42’s tokens are neither stored, nor logged, nor told', async ({ api, visits, store, log }) => {
    const room = randomUUID()
    const { url, stateToken } = await visits.begin(api, 'login')
    const answer = await visits.comeBack(api, await visits.authorize(url, { room }), stateToken)
    const { accessTokens } = await visits.calls(room)
    expect(accessTokens).toHaveLength(1)
    const needle = accessTokens[0] ?? ''
    expect([answer.text, answer.cookies.api_token?.value].join()).not.toContain(needle)
    expect((await log()).join('\n')).not.toContain(needle)
    const tables = await store.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    for (const { name } of tables)
      expect(await store.query(`SELECT 1 FROM ${name} t WHERE t::text LIKE $1`, [`%${needle}%`]), name).toEqual([])
  })

  test('OAU-18 no parameter sends anybody elsewhere', async ({ api, visits }) => {
    const targets = [
      'https://evil',
      '//evil',
      '/\\evil',
      '/%5cevil',
      '/%09/evil',
      'javascript:alert(1)',
      'data:,x',
      '@evil',
      '.evil.com',
      'https:evil',
      '/x/../..//evil',
      `/${'x'.repeat(6000)}`,
    ]
    const names = ['next', 'callbackUrl', 'redirect_to', 'redirectTo', 'callbackUrl[]']
    const browser = { accept: 'text/html' }
    for (const target of targets) {
      const extra = names.map(name => `${name}=${encodeURIComponent(target)}`).join('&')
      const begun = await api.get(`/oauth2/intra/url/?type=login&${target.length > 99 ? extra.slice(0, 8000) : extra}`)
      expect(new URL(begun.field('url')).origin).toBe(new URL((await visits.begin(api, 'login')).url).origin)
      const { url, stateToken } = await visits.begin(api, 'login')
      const back = await visits.authorize(url)
      const cookies = { 'authjs.callback-url': encodeURIComponent(target) }
      const path = `${back}&${extra.slice(0, 8000)}`
      const answer = await api.get(path, {
        cookies: { state_token: stateToken, ...(target.length < 99 && cookies) },
        headers: browser,
      })
      expect([answer.status, answer.header('location')], target).toEqual([303, '/intra?type=login'])
    }
  })

  const doors = [
    'signin',
    'signin/login',
    'signin/42-school',
    'csrf',
    'session',
    'providers',
    'signout',
    'error',
    'verify-request',
    'callback/42-school',
    'callback/login/x',
    'webauthn-options',
  ]
  for (const mount of ['/api/auth', '/api/oauth2/intra', '/oauth2/intra'])
    test(`OAU-20, CSR-09 Auth.js has no door of its own below ${mount}`, async ({ api }) => {
      for (const door of doors)
        for (const method of ['GET', 'POST']) {
          const answer = await api.request(method, `${mount}/${door}`)
          const nothing = door === 'callback/42-school' && mount !== '/api/auth' ? [400, 405] : [404]
          expect(nothing, `${method} ${mount}/${door}`).toContain(answer.status)
          expect(answer.cookies).toEqual({})
          expect(answer.header('content-type')).toMatch(/json/)
        }
    })
})
