import { endpoints } from '../support/endpoints'
import { expectHouseRules } from '../support/expectations'
import type { Client } from '../support/http'
import { expect, test } from '../support/test'

const pages = ['/', '/login', '/no-such-page', '/account']

/** A path of the table with something in place of its parameters. */
const filled = (path: string) => path.replaceAll(/\{\w+\}/g, '1')

const page = (api: Client, path: string) => api.get(path, { headers: { accept: 'text/html' } })

test('HDR-01, HDR-02, HDR-06, HDR-10, HDR-11, HDR-12: every endpoint answers with the headers of the house', async ({
  api,
  anotherAddress,
}) => {
  for (const { method, path } of endpoints) {
    const answer = await api.request(method, filled(path), { from: anotherAddress() })
    expectHouseRules(answer)
    expect(answer.status, `${method} ${path}`).toBeLessThan(500)
    if (answer.status === 204) expect(answer.text).toBe('')
  }
})

test('HDR-09: OPTIONS names exactly the methods that there are', async ({ api }) => {
  const paths = [...new Set(endpoints.map(({ path }) => path))]
  for (const path of paths) {
    const answer = await api.request('OPTIONS', filled(path))
    expect(answer.status, path).toBe(204)
    const allowed = (answer.header('allow') ?? '').split(/, */)
    const real = endpoints.filter(row => row.path.replace(/\/$/, '') === path.replace(/\/$/, '')).map(row => row.method)
    expect(allowed.filter(method => method !== 'HEAD' && method !== 'OPTIONS').sort(), path).toEqual(
      [...new Set(real)].sort(),
    )
  }
})

test('HDR-03, HDR-12: a page runs only scripts that carry its nonce (the vault may compile its reader), and stands in no frame', async ({
  api,
}) => {
  for (const path of pages) {
    const answer = await page(api, path)
    const policy = Object.fromEntries(
      (answer.header('content-security-policy') ?? '').split('; ').map(part => {
        const [name = '', ...values] = part.split(' ')
        return [name, values.join(' ')]
      }),
    )
    expect(policy, path).toMatchObject({
      'default-src': "'self'",
      'script-src': expect.stringMatching(
        path === '/account'
          ? /^'nonce-[A-Za-z0-9+/=]{22,}' 'strict-dynamic' 'wasm-unsafe-eval'$/
          : /^'nonce-[A-Za-z0-9+/=]{22,}' 'strict-dynamic'$/,
      ),
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    })
    expect(answer.header('x-content-type-options'), path).toBe('nosniff')
    expect(answer.header('referrer-policy'), path).toBe('no-referrer')
    expect(answer.header('cross-origin-opener-policy'), path).toBe('same-origin')
    expect(answer.header('x-powered-by'), path).toBeUndefined()
  }
})

test('HDR-04: a nonce is new each time, on every script, and never the one that somebody sends', async ({ api }) => {
  const sent = 'AAAAAAAAAAAAAAAAAAAAAA=='
  const seen = new Set<string>()
  for (let time = 0; time < 200; time++) {
    const headers = {
      accept: 'text/html',
      'x-nonce': sent,
      'content-security-policy': `script-src 'nonce-${sent}'`,
    }
    const answer = await api.get('/login', { headers })
    const nonce = /'nonce-([^']+)'/.exec(answer.header('content-security-policy') ?? '')?.[1] ?? ''
    expect(Buffer.from(nonce, 'base64').length).toBeGreaterThanOrEqual(16)
    expect(answer.text).not.toContain(sent)
    const scripts = answer.text.match(/<script\b[^>]*>/g) ?? []
    expect(scripts.filter(script => !script.includes(`nonce="${nonce}"`))).toEqual([])
    expect(answer.header('cache-control')).toContain('no-store')
    seen.add(nonce)
  }
  expect(seen.size).toBe(200)
})

test('HDR-05: over plain http no browser is told to come by https only', async ({ api }) => {
  for (const path of [...pages, '/healthz']) {
    expect((await page(api, path)).header('strict-transport-security'), path).toBeUndefined()
  }
})

test('HDR-07: no answer about a person is kept by anybody, under any spelling that a cache might fall for', async ({
  api,
  accounts,
}) => {
  const { accessToken, refreshToken } = await accounts.signIn(await accounts.create())
  const options = { bearer: accessToken, cookies: { refresh_token: refreshToken } }
  const places = [
    '/api/account',
    '/api/account/sessions',
    '/api/account/export',
    '/2fa/manage/',
    '/account',
    '/account?_rsc=1',
    '/account/x.css',
    '/api/account/x.css',
    '/api/account?cache=1',
  ]
  for (const path of places) {
    const answer = await api.get(path, options)
    expect(answer.header('cache-control'), path).toContain('no-store')
  }
})

test('HDR-01: static files say their type and are not guessed at', async ({ api }) => {
  const { text } = await page(api, '/login')
  const files = [...new Set(text.match(/\/_next\/static\/[^"'\\ >)]+/g) ?? [])]
  expect(files.length).toBeGreaterThan(3)
  for (const file of [...files, '/icon.svg', '/_next/static/no-such-file.js']) {
    const answer = await api.get(file)
    expect(answer.header('x-content-type-options'), file).toBe('nosniff')
  }
})

test('CFG-06, CFG-07: nothing private and nothing for developers is served', async ({ api }) => {
  const names = [
    '.env',
    '.env.local',
    '.env.production',
    '.git/HEAD',
    '.git/config',
    '.gitignore',
    '.npmrc',
    '.data/keys.json',
    '.data/postgres-password',
    '.next/BUILD_ID',
    '.test/reports',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'next.config.mjs',
    'prisma/schema.prisma',
    'prisma/migrations',
    'lib/env.ts',
    'scripts/serve.ts',
    'Dockerfile',
    'compose.yaml',
    'backup.sql',
    'dump.sql',
    'database.db',
    'id_rsa',
    'server.key',
    'debug',
    'phpinfo.php',
    'admin.php',
    '_next/../package.json',
    '_next/static/../../package.json',
    '_next/static/%2e%2e/%2e%2e/package.json',
    '__nextjs_original-stack-frame',
    '__nextjs_original-stack-frames',
    '__nextjs_source-map',
    '__nextjs_font/x',
    '_next/webpack-hmr',
    '_next/image?url=https%3A%2F%2Fexample.com%2Fx.png&w=64&q=75',
    '_next/data/x/account.json',
    'api/dev/mailbox',
    'dev/mailbox',
    'api/test',
    'api/reset',
    'api/clock',
  ]
  for (const name of names) {
    const { status, text } = await api.get(`/${name}`)
    expect([400, 404], name).toContain(status)
    expect(text, name).not.toMatch(/"(dependencies|keys|compilerOptions)"|postgresql:\/\/|BEGIN .*KEY/)
  }
  const { text } = await page(api, '/login')
  for (const [script] of text.matchAll(/\/_next\/static\/[^"'\\ >)]+\.js/g))
    expect((await api.get(`${script}.map`)).status, script).toBe(404)
})
