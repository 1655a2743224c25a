import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { codeOf, wrongCode } from '../support/authenticator'
import { expectBoom, expectRefusal } from '../support/expectations'
import { challengeOf, forgetSteps, nextMailedCode, type Protected, protect } from '../support/factors'
import { test as base, expect } from '../support/test'

const test = base.extend<{ owner: Protected }>({
  owner: async ({ api, accounts, store }, use) => {
    const account = await accounts.create()
    await use(await protect(api, store, account, await accounts.signIn(account)))
  },
})

const JSON_TYPE = { 'content-type': 'application/json' }

test.describe('documents 000 and 001', () => {
  test('13, 14, 15, TOT-11: on in two steps, and only then', async ({ api, accounts }) => {
    const account = await accounts.create()
    const { accessToken: bearer } = await accounts.signIn(account)
    const status = async () => (await api.get('/2fa/manage/', { bearer })).json
    expect(await status()).toEqual({ is_active: false, type: '', recovery_codes_left: 0 })
    const begun = await api.post('/2fa/manage/', { type: 'SW' }, { bearer })
    expect(begun.status).toBe(200)
    expect(Object.keys(begun.json as object).sort()).toEqual(['token', 'uri'])
    expect(begun.header('cache-control')).toBe('no-store')
    const secret = begun.field('token')
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(await status()).toEqual({ is_active: false, type: '', recovery_codes_left: 0 })
    const wrong = await api.post('/2fa/validate/activate/', { code: wrongCode(secret) }, { bearer })
    expectRefusal(wrong, 'fortytwo', 400, 'invalid_code')
    const confirmed = await api.post('/2fa/validate/activate/', { code: codeOf(secret) }, { bearer })
    const { codes } = confirmed.json as { codes: string[] }
    expect(codes).toHaveLength(10)
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{10}$/)
    expect(await status()).toEqual({ is_active: true, type: 'SW', recovery_codes_left: 10 })
    expectRefusal(await api.post('/2fa/manage/', { type: 'EM' }, { bearer }), 'fortytwo', 400, 'factor_already_active')
  })

  test('7, 16, TOT-01: the password alone yields a challenge and no cookie; the code finishes it', async ({
    api,
    owner,
    anotherAddress,
  }) => {
    const { username, password } = owner
    const asked = await api.post('/auth/login/', { username, password }, { from: anotherAddress() })
    expect(asked.json).toEqual({ token: expect.any(String), type: 'SW' })
    expect(asked.cookies).toEqual({})
    const token = asked.field('token')
    const wrong = await api.post('/2fa/validate/login/', { token, code: wrongCode(owner.secret) })
    expect([wrong.status, wrong.json]).toEqual([
      400,
      { message: 'invalid code', code: 'invalid_code', token, tries_left: 4 },
    ])
    const met = await api.post('/2fa/validate/login/', { token, code: codeOf(owner.secret) })
    expect(Object.keys(met.json as object)).toEqual(['access_token'])
    expect(met.cookies.refresh_token?.value).toBeTruthy()
    expect(met.cookies.trusted_device).toBeUndefined()
    const again = await api.post('/2fa/validate/login/', { token, code: codeOf(owner.secret, 1) })
    expectRefusal(again, 'fortytwo', 400, 'invalid_ticket')
  })

  test('TOT-02: the challenge opens nothing but the second step', async ({ api, owner, anotherAddress }) => {
    const token = await challengeOf(api, owner, anotherAddress())
    for (const path of ['/2fa/manage/', '/api/account', '/api/v1/twofaccounts', '/oauth/personal-access-tokens'])
      expect((await api.get(path, { bearer: token })).status, path).toBe(401)
    expect((await api.post('/auth/refresh/', {}, { cookies: { refresh_token: token } })).status).toBe(400)
    expect((await api.post('/auth/token/refresh', {}, { cookies: { refresh_token: token } })).status).toBe(401)
    expect((await api.post('/auth/account/activate', { ticket: token })).status).toBe(401)
    const reset = await api.post('/auth/account/forgot', { ticket: token, new_password: 'another good one' })
    expect(reset.status).toBe(401)
    const met = await api.post('/2fa/validate/login/', { token, code: codeOf(owner.secret) })
    expect(met.status, 'and was not spent by any of it').toBe(200)
  })

  test('5: by GET with a JSON body, by GET with a query, and with the token in the query of a POST', async ({
    api,
    owner,
    store,
    anotherAddress,
  }) => {
    const challenge = () => challengeOf(api, owner, anotherAddress())
    const body = JSON.stringify({ token: await challenge(), code: codeOf(owner.secret) })
    const byBody = await api.request('GET', '/2fa/validate/login/', { body, headers: JSON_TYPE })
    expect(byBody.status, byBody.text).toBe(200)
    expect(byBody.header('deprecation')).toBeUndefined()
    await forgetSteps(store, owner)
    const query = `token=${await challenge()}&code=${codeOf(owner.secret)}`
    const byQuery = await api.get(`/2fa/validate/login/?${query}`)
    expect(byQuery.status, byQuery.text).toBe(200)
    expect(byQuery.header('deprecation')).toMatch(/^@\d+$/)
    await forgetSteps(store, owner)
    const code = codeOf(owner.secret)
    expect((await api.post(`/2fa/validate/login/?token=${await challenge()}`, { code })).status).toBe(200)
    await forgetSteps(store, owner)
    const recovery = await api.get(`/2fa/validate/recover/?token=${await challenge()}&code=${codeOf(owner.secret)}`)
    expect(Object.keys(recovery.json as object)).toEqual(['token'])
  })

  test('5: activation by GET, with a body and with a query', async ({ api, accounts }) => {
    for (const form of ['body', 'query']) {
      const { accessToken: bearer } = await accounts.signIn(await accounts.create())
      const code = codeOf((await api.post('/2fa/manage/', { type: 'sw' }, { bearer })).field('token'))
      const answer =
        form === 'query'
          ? await api.get(`/2fa/validate/activate/?code=${code}`, { bearer })
          : await api.request('GET', '/2fa/validate/activate/', {
              body: JSON.stringify({ code }),
              headers: JSON_TYPE,
              bearer,
            })
      expect((answer.json as { codes: string[] }).codes, form).toHaveLength(10)
    }
  })

  test('14: codes by e-mail, from the activation to the sign-in', async ({ api, accounts, mail, anotherAddress }) => {
    const account = await accounts.create()
    const { accessToken: bearer } = await accounts.signIn(account)
    const begun = await api.post('/2fa/manage/', { type: 'EM' }, { bearer })
    expect(Object.keys(begun.json as object)).toEqual(['message'])
    const code = await nextMailedCode(mail, account)
    expect((await api.post('/2fa/otp/', {}, { bearer })).status, 'the first mail does not count').toBe(200)
    const throttled = await api.post('/2fa/otp/', {}, { bearer })
    expect([throttled.status, Number(throttled.header('retry-after')) > 0]).toEqual([429, true])
    expect((await api.post('/2fa/validate/activate/', { code }, { bearer })).status).toBe(200)
    const { username, password } = account
    const asked = await api.post('/auth/login/', { username, password }, { from: anotherAddress() })
    expect(asked.json).toEqual({ token: expect.any(String), type: 'EM' })
    const met = { token: asked.field('token'), code: await nextMailedCode(mail, account) }
    expect((await api.post('/2fa/validate/login/', met)).status).toBe(200)
  })

  test('16, REC-06, REC-07: a recovery code in any spelling signs in once; 2FA stays on and a mail says so', async ({
    api,
    owner,
    mail,
    anotherAddress,
  }) => {
    const [code = ''] = owner.recoveryCodes
    const token = await challengeOf(api, owner, anotherAddress())
    const spelled = `${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `
    const met = await api.post('/2fa/validate/login/', { token, code: spelled })
    expect(met.status, met.text).toBe(200)
    const again = { token: await challengeOf(api, owner, anotherAddress()), code }
    expect((await api.post('/2fa/validate/login/', again)).status).toBe(400)
    const status = await api.get('/2fa/manage/', { bearer: owner.accessToken })
    expect(status.json).toEqual({ is_active: true, type: 'SW', recovery_codes_left: 9 })
    expect((await mail.next(owner.email, /recovery code/i)).text).toMatch(/\b9\b/)
  })

  test('17: a forgotten password takes the second factor, then the new password', async ({
    api,
    owner,
    mail,
    store,
  }) => {
    await api.post('/auth/recovery/', { username: owner.username })
    const { ticket } = await mail.next(owner.email, /password/i)
    const password = 'another good one'
    const around = await api.post(`/auth/password/?token=${ticket}`, { password })
    expect([around.status, around.field('code')]).toEqual([400, 'second_factor_required'])
    const wrong = await api.post('/2fa/validate/recover/', { token: ticket, code: wrongCode(owner.secret) })
    expect([wrong.status, wrong.field('token')]).toEqual([400, ticket])
    const proven = await api.post('/2fa/validate/recover/', { token: ticket, code: codeOf(owner.secret) })
    const reset = await api.post(`/auth/password/?token=${proven.field('token')}`, { password })
    expect(reset.status, reset.text).toBe(200)
    expect((await api.get('/2fa/manage/', { bearer: owner.accessToken })).status, 'all sessions end').toBe(401)
    await forgetSteps(store, owner)
    const asked = await api.post('/auth/login/', { username: owner.username, password })
    expect(asked.json, 'and the factor is still on').toEqual({ token: expect.any(String), type: 'SW' })
  })

  for (const method of ['DELETE', 'PUT'])
    test(`18, TOT-13: ${method} turns it off with a code of the factor only`, async ({
      api,
      owner,
      mail,
      accounts,
    }) => {
      const bearer = owner.accessToken
      const off = (json: object) => api.request(method, '/2fa/manage/', { json, bearer })
      expect((await off({})).json).toEqual({ message: 'missing code', code: 'invalid_input' })
      for (const code of [wrongCode(owner.secret), owner.recoveryCodes[0]])
        expectRefusal(await off({ code }), 'fortytwo', 400, 'invalid_code')
      const answer = await off({ code: codeOf(owner.secret), end_other_sessions: true })
      expect([answer.status, answer.text]).toEqual([200, ''])
      await mail.next(owner.email, /no longer|off|without/i)
      const status = await api.get('/2fa/manage/', { bearer })
      expect(status.json).toEqual({ is_active: false, type: '', recovery_codes_left: 0 })
      expectRefusal(await off({ code: '123456' }), 'fortytwo', 400, 'factor_not_active')
      expect(await accounts.signIn(owner)).toHaveProperty('accessToken')
    })
})

test.describe('document 002', () => {
  test('27, TOT-15, TOT-18: generate, enable, totp, disable', async ({ api, accounts, anotherAddress }, info) => {
    const account = await accounts.create()
    const { accessToken: bearer } = await accounts.signIn(account)
    expect((await api.post('/auth/mfa/generate')).status).toBe(401)
    const unset = await api.post('/auth/mfa/enable', { code: '123456' }, { bearer })
    expectBoom(unset, 400, 'Bad Request', 'OTP secret is not set.', 'factor_not_pending')
    const begun = await api.post('/auth/mfa/generate', undefined, { bearer })
    expect(Object.keys(begun.json as object).sort()).toEqual(['image_url', 'otp_secret'])
    expect(begun.header('cache-control')).toBe('no-store')
    const secret = begun.field('otp_secret')
    const file = info.outputPath('qr.png')
    await writeFile(file, Buffer.from(begun.field('image_url').replace('data:image/png;base64,', ''), 'base64'))
    const uri = new URL(execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trim())
    expect([uri.protocol, uri.searchParams.get('secret')]).toEqual(['otpauth:', secret])
    expect(decodeURIComponent(uri.pathname)).toBe(`/Latchkey:${account.email}`)
    const wrong = await api.post('/auth/mfa/enable', { code: wrongCode(secret) }, { bearer })
    expectBoom(wrong, 401, 'Unauthorized', 'Invalid two-factor code.', 'invalid_code')
    expect((await api.post('/auth/mfa/enable', { code: codeOf(secret) }, { bearer })).status).toBe(204)
    const twice = await api.post('/auth/mfa/generate', undefined, { bearer })
    expectBoom(twice, 400, 'Bad Request', 'MFA is already enabled.', 'factor_already_active')

    const { email, password } = account
    const asked = await api.post('/auth/login', { email, password }, { from: anotherAddress() })
    expect(asked.json).toEqual({ mfa: true, ticket: expect.any(String) })
    expect(asked.cookies).toEqual({})
    const ticket = asked.field('ticket')
    const used = await api.post('/auth/mfa/totp', { ticket, code: codeOf(secret) })
    expect([used.status, used.field('code')], 'TOT-16').toEqual([401, 'code_already_used'])
    const met = await api.post('/auth/mfa/totp', { ticket, code: codeOf(secret, 1) })
    expect(met.json).toEqual({ jwt_token: expect.any(String), jwt_expires_in: 900_000 })
    expect(met.cookies.refresh_token?.value).toBeTruthy()
    const spent = await api.post('/auth/mfa/totp', { ticket, code: codeOf(secret, 1) })
    expect([spent.status, spent.field('code')]).toEqual([401, 'invalid_ticket'])
    const reused = await api.post('/auth/mfa/disable', { code: codeOf(secret, 1) }, { bearer })
    expect(reused.status).toBe(401)
  })

  test('26: a reset asks for the code, and the ticket is not spent by asking', async ({ api, owner, mail }) => {
    await api.post('/auth/account/forgot', { email: owner.email })
    const { ticket } = await mail.next(owner.email, /password/i)
    const reset = (code?: string) =>
      api.post('/auth/account/forgot', { ticket, new_password: 'another good one', ...(code && { code }) })
    const without = await reset()
    expect([without.status, without.field('code')]).toEqual([400, 'second_factor_required'])
    expect((await reset(wrongCode(owner.secret))).status).toBe(401)
    expect((await reset(codeOf(owner.secret))).status).toBe(204)
    expect((await reset(codeOf(owner.secret, 1))).status).toBe(401)
  })
})
