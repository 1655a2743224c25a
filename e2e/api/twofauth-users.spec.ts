import { createAdministrator } from '../support/administrators'
import { endpoints } from '../support/endpoints'
import { expectHouseRules, expectRefusal } from '../support/expectations'
import type { Client } from '../support/http'
import { expect, test } from '../support/test'
import { newVault, openVault, type Vault } from '../support/vault'

const ADMINISTRATION = /^\/api\/v1\/(settings|users)/

type Kept = { key: string; value: unknown; locked?: boolean }

/** A program of an administrator, with these scopes. */
async function programOf(api: Client, bearer: string, scopes: string[] = []): Promise<Vault> {
  const made = await api.post('/oauth/personal-access-tokens', { name: 'a program', scopes }, { bearer })
  return openVault(api, made.field('accessToken'))
}

test('PAT-11, C.8, C.10: settings and users are for administrators, whose token may do it', async ({
  api,
  accounts,
  store,
}) => {
  const user = await newVault(api, accounts)
  const { accessToken } = await createAdministrator(accounts, store)
  const reader = await programOf(api, accessToken, ['vault:read', 'vault:write', 'vault:secrets', 'otp:generate'])
  const rows = endpoints.filter(({ path }) => ADMINISTRATION.test(path))
  expect(rows.length).toBeGreaterThan(10)
  for (const { method, path } of rows) {
    const place = path.replace('/api/v1', '').replace('{id}', '1').replace('{name}', 'disableRegistration')
    for (const caller of [user.session, user.program, reader])
      expectRefusal(await caller.request(method, place), 'twofauth', 403, 'insufficient_scope')
  }
})

test('C.7: who is calling, in the words of document 003', async ({ api, accounts }) => {
  const account = await accounts.create()
  const { accessToken } = await accounts.signIn(account)
  const answer = await openVault(api, accessToken).get('/user')
  expectHouseRules(answer)
  expect(answer.json).toMatchObject({
    id: expect.any(Number),
    name: account.username,
    email: account.email,
    oauth_provider: null,
    authenticated_by_proxy: false,
    is_admin: false,
    preferences: { theme: 'system', kickUserAfter: 15, formatPasswordBy: 0.5, iconPack: null },
  })
  expect((await api.get('/api/v1/user/name')).json).toEqual({ deprecation: true })
})

test('C.7: preferences are listed, read and set; what they cannot be is refused', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts, ['vault:read', 'vault:write'])
  const all = (await program.get('/user/preferences')).json as Kept[]
  expect(all.length).toBeGreaterThan(35)
  for (const each of all) expect((await program.get(`/user/preferences/${each.key}`)).json).toEqual(each)
  const set = await program.request('PUT', '/user/preferences/theme', { value: 'dark' })
  expect([set.status, set.json]).toEqual([200, { key: 'theme', value: 'dark', locked: false }])
  for (const value of ['pink', 1, true, null, '', [], {}])
    expect((await program.request('PUT', '/user/preferences/theme', { value })).status, String(value)).toBe(422)
  const absent = await program.request('PUT', '/user/preferences/theme', {})
  expect(absent.json).toMatchObject({ errors: { value: ['The value field is required.'] } })
  expectRefusal(await program.get('/user/preferences/nothing'), 'twofauth', 404, 'not_found')
  const reader = (await newVault(api, accounts, ['vault:read'])).program
  const refused = await reader.request('PUT', '/user/preferences/theme', { value: 'dark' })
  expectRefusal(refused, 'twofauth', 403, 'insufficient_scope')
})

test('C.8: administrators read, make, change and remove settings', async ({ api, accounts, store }) => {
  const { accessToken } = await createAdministrator(accounts, store)
  const program = await programOf(api, accessToken, ['admin'])
  const all = (await program.get('/settings')).json as Kept[]
  expect(all).toContainEqual({ key: 'useEncryption', value: true })
  const key = `own${[...Math.random().toString(36).slice(2)].filter(letter => /[a-z]/.test(letter)).join('')}`
  const made = await program.post('/settings', { key, value: 42 })
  expect([made.status, made.json]).toEqual([201, { key, value: 42 }])
  expect((await program.post('/settings', { key, value: 1 })).json).toMatchObject({
    errors: { key: ['The key has already been taken.'] },
  })
  expect((await program.request('PUT', `/settings/${key}`, { value: false })).json).toEqual({ key, value: false })
  expect((await program.get(`/settings/${key}`)).json).toEqual({ key, value: false })
  expect((await program.request('DELETE', `/settings/${key}`)).status).toBe(204)
  expectRefusal(await program.get(`/settings/${key}`), 'twofauth', 404, 'not_found')
  expect((await program.request('PUT', '/settings/useEncryption', { value: false })).status).toBe(422)
  const native = await program.request('DELETE', '/settings/disableRegistration')
  expect(native.status).toBe(400)
  expect(native.json).toMatchObject({
    message: 'bad request',
    reason: ['Only user-created setting can be deleted'],
  })
  for (const bad of ['with space', 'with1', 'ä', 'a'.repeat(129)])
    expect((await program.post('/settings', { key: bad, value: 1 })).status, bad).toBe(422)
})

test('C.10: an account is made, promoted, reset and removed; its owner is told and nobody sees a secret', async ({
  api,
  accounts,
  store,
  mail,
}) => {
  const administrator = await createAdministrator(accounts, store)
  const program = await programOf(api, administrator.accessToken)
  const { username: name, email, password } = accounts.invent()
  const body = { name, email, password, password_confirmation: password, is_admin: false }
  const made = await program.post('/users', body)
  expect(made.status, made.text).toBe(201)
  expect(made.text).not.toContain(password)
  const { id } = made.json as { id: number }
  await mail.next(email, /./)
  const { accessToken } = await accounts.signIn({ email, username: name, password })
  expect(await program.post('/users', body).then(answer => answer.status)).toBe(422)
  const unlike = await program.post('/users', { ...body, password_confirmation: 'other' })
  expect(unlike.json).toMatchObject({ errors: { password: ['The password field confirmation does not match.'] } })

  expect((await program.request('PATCH', `/users/${id}/promote`, { is_admin: true })).json).toMatchObject({
    info: { id, is_admin: true, email },
  })
  expect(
    await openVault(api, accessToken)
      .get('/settings')
      .then(answer => answer.status),
  ).toBe(200)
  const seen = (await program.get(`/users/${id}/authentications?limit=5&period=1`)).json
  expect(seen).toMatchObject([{ login_successful: true, login_method: 'password', ip_address: expect.any(String) }])

  const token = await api.post('/oauth/personal-access-tokens', { name: 'theirs' }, { bearer: accessToken })
  expect((await program.get(`/users/${id}`)).json).toMatchObject({ valid_personal_access_tokens: 1 })
  expect((await program.request('DELETE', `/users/${id}/pats`)).status).toBe(204)
  const revoked = await openVault(api, token.field('accessToken')).get('/user')
  expectRefusal(revoked, 'twofauth', 401, 'invalid_token')
  expect((await program.request('DELETE', `/users/${id}/credentials`)).status).toBe(204)

  expect((await program.request('PATCH', `/users/${id}/password/reset`)).status).toBe(200)
  expect(await api.post('/auth/login', { email, password }).then(answer => answer.status)).toBe(401)
  expect(
    await openVault(api, accessToken)
      .get('/user')
      .then(answer => answer.status),
  ).toBe(401)
  expect((await mail.next(email, /password/i)).ticket).toBeTruthy()

  expect((await program.request('DELETE', `/users/${id}`)).status).toBe(204)
  for (const place of [`/users/${id}`, '/users/0', '/users/x', '/users/99999999999'])
    expectRefusal(await program.get(place), 'twofauth', 404, 'not_found')
})

test('C.10: features, and one of them', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const all = (await program.get('/features')).json as { name: string; state: string }[]
  expect(all.map(({ name }) => name)).toEqual([
    'iconPack',
    'sharing',
    'allUsersSharingScope',
    'showNextOtp',
    'groupChips',
  ])
  expect((await program.get('/features/sharing')).json).toEqual({ name: 'sharing', state: 'disabled' })
  expectRefusal(await program.get('/features/nothing'), 'twofauth', 404, 'not_found')
})

test('PAT-04: a personal access token cannot raise itself: only a session manages tokens and the account', async ({
  api,
  accounts,
}) => {
  const { program } = await newVault(api, accounts)
  const places = endpoints.filter(({ path, who }) => who !== 'anybody' && !path.startsWith('/api/v1'))
  for (const { method, path, dialect } of places) {
    const place = path.replace('{id}', '019a0000-0000-7000-8000-000000000000')
    const answer = await api.request(method, place, { bearer: program.token })
    const early = dialect === 'hasura' && answer.status === 400
    expect(early || answer.status === 401 || answer.status === 429, `${method} ${path}: ${answer.status}`).toBe(true)
  }
})
