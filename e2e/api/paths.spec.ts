import { address, places, spellings } from '../support/endpoints'
import { expectHouseRules, expectRefusal } from '../support/expectations'
import type { Answer } from '../support/http'
import { expect, test } from '../support/test'

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

test.describe('decision 1: each endpoint answers at its documented path and under /api, with and without the slash', () => {
  for (const { path, rows } of places) {
    test(path, async ({ api, anotherAddress }) => {
      for (const { method, bare } of rows.filter(({ path }) => path !== '/auth/login')) {
        const answers: Answer[] = []
        for (const spelling of spellings(path)) {
          const answer = await api.request(method, spelling, { from: anotherAddress() })
          expect(answer.status, `${method} ${spelling}`).toBe(bare)
          expect(answer.header('location'), 'never a redirect').toBeUndefined()
          expectHouseRules(answer)
          answers.push(answer)
        }
        if (path !== '/auth/login')
          expect(new Set(answers.map(({ text }) => withoutRequestId(text))).size, 'one body in all spellings').toBe(1)
      }
    })
  }
})

test.describe('decision 3, HTP-01, HTP-02, HTP-03, HTP-04: every verb is answered', () => {
  for (const { path, methods, allow, first } of places) {
    test(path, async ({ api, anotherAddress }) => {
      for (const spelling of spellings(path)) {
        const from = anotherAddress()
        for (const method of VERBS.filter(verb => !methods.includes(verb))) {
          const answer = await api.request(method, spelling, { from })
          expectRefusal(answer, first.dialect, 405, 'method_not_allowed')
          expect(answer.header('allow')).toBe(allow)
          if (first.dialect === 'fortytwo' || first.dialect === 'simplejwt')
            expect(answer.json).toMatchObject({ detail: `Method "${method}" not allowed.` })
        }
        for (const method of ['TRACE', 'PROPFIND', 'SEARCH', 'PURGE']) {
          const answer = await api.request(method, spelling, { from })
          expectRefusal(answer, first.dialect, 405, 'method_not_allowed')
          expect(answer.header('allow')).toBe(allow)
        }
        const options = await api.request('OPTIONS', spelling, { from })
        expect(options.status).toBe(204)
        expect(options.header('allow')).toBe(allow)
        expectHouseRules(options)
        await expectHeadFollowsGet(api, spelling, methods.includes('GET'), [anotherAddress(), anotherAddress()])
      }
    })
  }
})

async function expectHeadFollowsGet(
  api: { request(method: string, path: string, options: { from: string }): Promise<Answer> },
  path: string,
  hasGet: boolean,
  [one, other]: [string, string],
) {
  const head = await api.request('HEAD', path, { from: one })
  expect(head.text).toBe('')
  if (!hasGet) return expect(head.status).toBe(405)
  const get = await api.request('GET', path, { from: other })
  expect(head.status, `HEAD ${path}`).toBe(get.status)
  for (const name of ['content-type', 'cache-control', 'www-authenticate', 'content-security-policy'])
    expect(head.header(name), name).toBe(get.header(name))
  expect(Object.keys(head.cookies)).toEqual(Object.keys(get.cookies))
}

test('decision 3, HTP-07: unknown API paths are JSON 404 in every method', async ({ api }) => {
  const unknown = [
    '/api',
    '/api/nope',
    '/auth/nope',
    '/oauth2/nope/',
    '/2fa/nope',
    '/api/auth/login/extra',
    '/api/v2',
    '/api/x.css',
  ]
  for (const path of unknown) {
    for (const method of VERBS) expectRefusal(await api.request(method, path), 'native', 404, 'not_found')
    expect((await api.request('HEAD', path)).status, path).toBe(404)
    expect((await api.request('TRACE', path)).status, path).toBe(405)
  }
})

test('decision 3, HTP-04: no method and no spelling of a method ends in 500', async ({ api }) => {
  for (const path of ['/', '/auth/login', '/healthz', '/nope', '/_next/static/nope'])
    for (const method of ['TRACE', 'PROPFIND', 'LINK', 'M-SEARCH', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await api.request(method, path)
      expect(answer.status, `${method} ${path}`).toBeLessThan(500)
      expect(answer.count('x-request-id')).toBe(1)
    }
})

test('HTP-16: no method can be overridden', async ({ api }) => {
  const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
  expect((await api.get('/healthz?_method=DELETE', { headers })).status).toBe(200)
})

test('decision 38, HTP-05: /healthz is the text OK, cheap and without limit', async ({ api }) => {
  for (const path of ['/healthz', '/healthz/', '/api/healthz']) {
    const answer = await api.get(path)
    expect([answer.status, answer.text]).toEqual([200, 'OK'])
    expect(answer.header('content-type')).toBe('text/html; charset=utf-8')
  }
  for (let count = 0; count < 100; count++) expect((await api.get('/healthz')).status).toBe(200)
})

test('decision 38, REL-15: /readyz tells what it has checked, and no more', async ({ api }) => {
  const answer = await api.get('/readyz')
  expect(answer.status).toBe(200)
  expect(answer.json).toEqual({ database: 'ok', migrations: 'ok', keys: 'ok' })
  expect(answer.header('cache-control')).toBe('no-store')
})

test('decision 3: an example for a parameter that is none is a 404 or a 400, never a 500', async ({
  api,
  accounts,
}) => {
  const { accessToken } = await accounts.signIn(await accounts.create())
  for (const id of [
    'abc',
    '0',
    '-1',
    '99999999999999999999',
    "019a0000-0000-7000-8000-000000000000'",
    '%00',
    '%ff',
    '..%2f..',
  ]) {
    const answer = await api.delete(`/api/account/sessions/${id}`, { bearer: accessToken })
    expect([400, 404], `${id}: ${answer.text}`).toContain(answer.status)
  }
  expect((await api.delete(address('/api/account/sessions/{id}'), { bearer: accessToken })).status).toBe(404)
})

const withoutRequestId = (text: string) => text.replace(/"request_id":"[^"]+"/, '')
