import { codeOf, wrongCode } from '../support/authenticator'
import { createProtected } from '../support/protected'
import { expect, test } from '../support/test'

test('BRU-12: a right password forgives no wrong codes', async ({ api, accounts, anotherAddress }) => {
  const person = await createProtected(accounts, api)
  let tried = 0
  let refused: number | undefined
  for (let round = 0; round < 4 && refused === undefined; round++) {
    const from = anotherAddress()
    const challenge = (
      await api.post('/auth/login', { email: person.email, password: person.password }, { from })
    ).field('ticket')
    for (let count = 0; count < 4; count++) {
      const answer = await api.post('/auth/mfa/totp', { ticket: challenge, code: wrongCode(person.secret) }, { from })
      if (answer.status === 429) {
        refused = tried
        break
      }
      tried++
    }
  }
  expect(refused, 'ten in a quarter of an hour, whatever is done in between').toBe(10)
})

test('TKT-07: a reset does not go around the second factor', async ({ api, accounts, mail }) => {
  const person = await createProtected(accounts, api)
  await api.post('/auth/account/forgot', { email: person.email })
  const { ticket } = await mail.next(person.email, /new password/)
  const password = 'another one altogether'
  const refused = await api.post('/auth/account/forgot', { ticket, new_password: password })
  expect(refused.status).toBe(400)
  expect(refused.json).toMatchObject({ code: 'second_factor_required' })
  const [code = ''] = person.codes
  const reset = await api.post('/auth/account/forgot', { ticket, new_password: password, code })
  expect(reset.status, 'the ticket was not spent').toBe(204)
  expect(Object.keys(reset.cookies)).not.toContain('refresh_token')
  const login = await api.post('/auth/login', { email: person.email, password })
  expect(login.json).toMatchObject({ mfa: true })
  expect(login.cookies.refresh_token).toBeUndefined()
  const done = await api.post('/auth/mfa/totp', { ticket: login.field('ticket'), code: codeOf(person.secret) })
  expect(done.status).toBe(200)
})

test('ENU-08: nobody learns from a wrong password that there is a second factor', async ({ api, accounts }) => {
  const person = await createProtected(accounts, api)
  const plain = await accounts.create()
  const answers = await Promise.all(
    [person, plain].map(({ email }) => api.post('/auth/login', { email, password: 'a wrong one' })),
  )
  const [one, other] = answers.map(({ status, text }) => `${status} ${text.replace(/"request_id":"[^"]+"/, '')}`)
  expect(one).toBe(other)
})

test('SES-12: turning a factor on ends the other sessions where that is wanted, and is asked anew where not', async ({
  api,
  accounts,
}) => {
  const account = await accounts.create()
  const [mine, other] = [await accounts.signIn(account), await accounts.signIn(account)]
  const bearer = mine.accessToken
  const secret = (await api.post('/2fa/manage/', { type: 'SW' }, { bearer })).field('token')
  const turnedOn = await api.post('/2fa/validate/activate/', { code: codeOf(secret, -1) }, { bearer })
  expect(turnedOn.status).toBe(200)
  expect((await api.get('/api/account', { bearer: other.accessToken })).status, 'goes on').toBe(200)
  const sensitive = await api.post(
    '/oauth/personal-access-tokens',
    { name: 'a program' },
    { bearer: other.accessToken },
  )
  expect(sensitive.status, 'and proves the factor before anything that matters').toBe(401)
  const ended = await api.delete('/api/account/sessions', { bearer })
  expect(ended.status).toBeLessThan(300)
  expect((await api.get('/api/account', { bearer: other.accessToken })).status).toBe(401)
})
