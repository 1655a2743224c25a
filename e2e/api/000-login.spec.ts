import { expect, test } from '../support/test'

test('decision 7: login', async ({ api, accounts }) => {
  const account = await accounts.create()
  const answer = await api.post('/auth/login/', { username: account.username, password: account.password })
  expect(answer.status).toBe(200)
  expect(Object.keys(answer.json as object)).toEqual(['access_token'])
})
