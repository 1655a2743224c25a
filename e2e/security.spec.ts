import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdministrator } from './support/administrators'
import { alive, enterPages, signInByPage } from './support/pages'
import { createProtected } from './support/protected'
import { expect, test } from './support/test'
import { openVault } from './support/vault'

test('SEC-11: after signing in, nothing that opens the account is where a script or the disk could find it', async ({
  page,
  context,
  accounts,
}) => {
  const account = await accounts.create()
  const html: string[] = []
  page.on('response', async answer => {
    if (/html|x-component/.test(answer.headers()['content-type'] ?? '')) html.push(await answer.text().catch(() => ''))
  })
  await page.goto('/login?next=%2Fvault')
  await signInByPage(page, account)
  await expect(page.getByRole('heading', { level: 1, name: 'Vault' })).toBeVisible()
  await page.reload()
  await alive(page)
  await expect(page.getByText('Your codes belong here')).toBeVisible()
  const kept = await page.evaluate(async () => {
    const bases = await indexedDB.databases()
    return JSON.stringify([localStorage, sessionStorage, document.cookie, bases, await caches.keys(), history.state])
  })
  const [refresh] = (await context.cookies()).filter(({ name }) => name === 'refresh_token')
  expect(refresh?.httpOnly).toBe(true)
  for (const place of [kept, ...html]) {
    expect(place).not.toMatch(/eyJ[\w-]{20,}\.[\w-]+\.[\w-]+/)
    expect(place).not.toContain(refresh?.value.split('.')[2] ?? 'no token')
    expect(place).not.toContain(account.password)
  }
})

test('HTP-13: in no transport does a page tell anything to whoever is not signed in', async ({
  api,
  accounts,
  store,
}) => {
  const administrator = await createAdministrator(accounts, store)
  const pages = ['/account', '/account/sessions', '/account/tokens', '/vault', '/admin', '/admin/health']
  const ways: [string, Record<string, string>][] = [
    ['', { rsc: '1' }],
    ['?_rsc=abc', { rsc: '1', 'next-router-prefetch': '1' }],
    ['?_rsc=abc', { rsc: '1', 'next-router-segment-prefetch': '/_tree' }],
    ['.rsc', {}],
    ['.segments/_tree.segment.rsc', {}],
    ['?nxtPid=1&__nextLocale=en', {}],
    ['', { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }],
  ]
  for (const page of pages)
    for (const [ending, headers] of ways) {
      const answer = await api.get(page + ending, { headers })
      const what = `${page}${ending} ${JSON.stringify(headers)}: ${answer.status}`
      expect(answer.status, what).toBeLessThan(500)
      expect(answer.text, what).not.toContain(administrator.email)
      expect(answer.text, what).not.toMatch(/Latchkey 0|signed-in devices|Signed in with/)
    }
  expect((await api.get('/_next/data/build/account.json')).status).toBe(404)
})

test('CSR-07, CSR-10: nothing that a foreign page can do to a visitor signs them in, out, or changes anything', async ({
  page,
  context,
  accounts,
  baseURL,
  store,
}) => {
  const victim = await accounts.create()
  const attacker = await accounts.create()
  await enterPages(page, await accounts.signIn(victim))
  const before = await context.cookies()
  const targets = [
    ...['/auth/login', '/auth/login/', '/api/token/', '/auth/register', '/oauth2/intra/login/'],
    ...['/auth/logout', '/auth/account/remove', '/auth/token/revoke', '/api/account/sessions', '/2fa/manage/'],
  ]
  const foreign = createServer((request, answer) => {
    if (request.url !== '/') return answer.writeHead(204).end()
    answer.setHeader('content-type', 'text/html')
    answer.end('<!doctype html><title>Kittens</title><h1>Kittens</h1>')
  })
  await new Promise<void>(resolve => foreign.listen(0, '127.0.0.1', resolve))
  try {
    const stranger = await context.newPage()
    await stranger.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
    await stranger.evaluate(
      async ([origin, paths, body]) => {
        const settle = (work: Promise<unknown>) => work.catch(() => undefined)
        for (const path of paths) {
          const url = origin + path
          await settle(fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body }))
          await settle(
            fetch(url, {
              method: 'POST',
              credentials: 'include',
              headers: { 'content-type': 'application/json' },
              body,
            }),
          )
          await settle(fetch(url, { method: 'DELETE', credentials: 'include' }))
          navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' }))
          new Image().src = url
          const frame = document.createElement('iframe')
          frame.name = `frame${Math.random()}`
          const form = document.createElement('form')
          Object.assign(form, { method: 'POST', action: url, target: frame.name, enctype: 'text/plain' })
          const field = document.createElement('input')
          Object.assign(field, { name: body.slice(0, -1), value: '"}' })
          form.append(field)
          document.body.append(frame, form)
          form.submit()
        }
        await new Promise(resolve => setTimeout(resolve, 2000))
      },
      [
        baseURL ?? '',
        targets,
        JSON.stringify({ username: attacker.email, email: attacker.email, password: attacker.password }),
      ] as const,
    )
    await stranger.close()
  } finally {
    foreign.closeAllConnections()
    await new Promise(resolve => foreign.close(resolve))
  }
  expect(await context.cookies()).toEqual(before)
  await page.goto('/account')
  await expect(page.getByText(victim.email).first()).toBeVisible()
  const sessions = await store.query(
    `SELECT 1 FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE u.email = ANY($1)`,
    [[victim.email, attacker.email]],
  )
  expect(sessions.length, 'the victim’s own, and no other').toBe(1)
})

test('INP-13: whatever somebody writes is shown as it was written, and runs nowhere', async ({
  page,
  accounts,
  api,
}) => {
  const NAUGHTY = [
    '<script>window.hit = 1</script>',
    '"><img src=x onerror="window.hit=1">',
    "javascript:/*--></title></style></textarea></script><svg/onload='window.hit=1'>",
    '{{constructor.constructor("window.hit=1")()}}#{window.hit=1}',
    'Ω≈ç√ 👩‍👩‍👧 &lt;b&gt; %00',
  ]
  const session = await accounts.signIn(await accounts.create())
  const bearer = session.accessToken
  const vault = openVault(api, bearer)
  for (const text of NAUGHTY) {
    // A service has no colon, as document 003 says.
    await vault.add({ service: text.replaceAll(':', ''), account: 'marvin', notes: text })
    await api.post('/oauth/personal-access-tokens', { name: text }, { bearer })
    await vault.post('/groups', { name: text.slice(0, 32) })
  }
  await enterPages(page, session)
  for (const path of ['/vault', '/account/tokens', '/account/activity', '/account/sessions']) {
    await page.goto(path)
    await alive(page)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    if (path === '/account/tokens')
      for (const text of NAUGHTY.slice(0, 4)) await expect(page.getByText(text).first()).toBeVisible()
    if (path === '/vault')
      for (const text of NAUGHTY.slice(0, 4))
        await expect(page.locator('[data-entry]').filter({ hasText: text.replaceAll(':', '') })).toBeVisible()
    expect(await page.evaluate(() => 'hit' in window), path).toBe(false)
  }
})

test('SEC-07: a fault of ours is told by a name and neutral words', async ({ api, accounts, store }) => {
  const person = await createProtected(accounts, api)
  await store.query(
    `UPDATE "SecondFactor" SET "sealedSecret" = 'v1.nobody.bm9uY2U.c2VjcmV0' FROM "User" u
     WHERE u.id = "userId" AND u.email = $1`,
    [person.email],
  )
  const ticket = (await api.post('/auth/login', { email: person.email, password: person.password })).field('ticket')
  const answer = await api.post('/auth/mfa/totp', { ticket, code: '123456' })
  expect(answer.status).toBe(500)
  expect(answer.json).toMatchObject({ statusCode: 500, code: 'internal_error' })
  expect(answer.header('x-request-id')).toBeTruthy()
  expect(answer.text).not.toMatch(/Prisma|SELECT|nobody|unseal|Unsealable|node_modules|at \w+ \(|\/lib\//)
})
