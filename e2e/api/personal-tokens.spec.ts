import type { Client } from '../support/http'
import { expect, test } from '../support/test'

const makeToken = async (api: Client, bearer: string) =>
  (await api.post('/oauth/personal-access-tokens', { name: 'a program' }, { bearer })).field('accessToken')

const use = (api: Client, token: string) => api.get('/api/v1/twofaccounts', { bearer: token })

test('PAT-05: a personal access token is no session, wherever else it is put', async ({ api, accounts }) => {
  const token = await makeToken(api, (await accounts.signIn(await accounts.create())).accessToken)
  expect((await use(api, token)).status).toBe(200)
  const elsewhere = await Promise.all([
    api.get(`/api/v1/twofaccounts?token=${token}`),
    api.get(`/api/v1/twofaccounts?access_token=${token}`),
    api.get('/api/v1/twofaccounts', { cookies: { refresh_token: token } }),
    api.get('/api/account', { bearer: token }),
    api.post('/auth/token/refresh', undefined, { cookies: { refresh_token: token } }),
    api.post('/api/token/refresh/', { refresh: token }),
    api.post('/api/token/verify/', { token }),
  ])
  expect(elsewhere.map(({ status }) => status)).toEqual(elsewhere.map(() => 401))
})

test('PAT-09, decision 34: a token is refused while its owner is disabled and once they are gone, and outlives a reset', async ({
  api,
  accounts,
  store,
  mail,
}) => {
  const account = await accounts.create()
  const session = await accounts.signIn(account)
  const token = await makeToken(api, session.accessToken)
  await store.query(`UPDATE "User" SET "disabledAt" = now() WHERE email = $1`, [account.email])
  expect((await use(api, token)).status).toBe(401)
  await store.query(`UPDATE "User" SET "disabledAt" = NULL WHERE email = $1`, [account.email])
  expect((await use(api, token)).status).toBe(200)
  await api.post('/auth/account/forgot', { email: account.email })
  const { ticket } = await mail.next(account.email, /new password/)
  const password = 'another one altogether'
  expect((await api.post('/auth/account/forgot', { ticket, new_password: password })).status).toBe(204)
  expect((await use(api, token)).status, 'valid until revoked').toBe(200)
  const renewed = await accounts.signIn({ ...account, password })
  const another = await makeToken(api, renewed.accessToken)
  expect((await api.post('/auth/account/remove', undefined, { bearer: renewed.accessToken })).status).toBe(204)
  expect((await use(api, another)).status).toBe(401)
})

test('PAT-10: a token is known by its beginning and its checksum; a typing error is no token', async ({
  api,
  accounts,
}) => {
  const token = await makeToken(api, (await accounts.signIn(await accounts.create())).accessToken)
  expect(token).toMatch(/^lk_[0-9A-Za-z]{40}$/)
  const typo = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
  const answer = await use(api, typo)
  expect(answer.status).toBe(401)
  expect(answer.header('www-authenticate')).toContain('Bearer')
})
