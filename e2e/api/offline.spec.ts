import { expect, test } from '../support/test'

test('the vault can be installed: its manifest names a start below its scope, and pictures that are there', async ({
  api,
}) => {
  const manifest = await api.get('/manifest.webmanifest')
  expect(manifest.header('content-type')).toContain('application/manifest+json')
  expect(manifest.json).toMatchObject({ start_url: '/vault', scope: '/', display: 'standalone' })
  const { icons } = manifest.json as { icons: { src: string; type: string }[] }
  expect(icons.length).toBeGreaterThan(1)
  for (const { src, type } of icons) {
    const icon = await api.get(src)
    expect(icon.status, src).toBe(200)
    expect(icon.header('content-type'), src).toBe(type)
  }
  expect((await api.get('/login', { headers: { accept: 'text/html' } })).text).toContain('rel="manifest"')
})

test('HDR-03: pages run workers of this origin only, and the one of the vault is asked for anew each time', async ({
  api,
}) => {
  const worker = await api.get('/offline-worker.js')
  expect(worker.status).toBe(200)
  expect(worker.header('content-type')).toContain('javascript')
  expect(worker.header('cache-control')).toMatch(/max-age=0|no-store|no-cache/)
  expect(worker.header('x-content-type-options')).toBe('nosniff')
  const page = await api.get('/vault/offline', { headers: { accept: 'text/html' } })
  expect(page.header('content-security-policy')).toContain("worker-src 'self'")
})

test('the page that is kept for times without network knows nobody', async ({ api, accounts }) => {
  const account = await accounts.create()
  const { refreshToken } = await accounts.signIn(account)
  const headers = { accept: 'text/html' }
  const page = await api.get('/vault/offline', { headers, cookies: { refresh_token: refreshToken } })
  expect(page.status).toBe(200)
  expect(page.text).not.toContain(account.email)
  expect(page.text).not.toContain(refreshToken)
  expect(page.header('set-cookie') ?? '').toBe('')
})
