import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { importJWK, type JWTPayload, SignJWT } from 'jose'
import type { Client } from '../support/http'
import { encode, readJwt } from '../support/jwt'
import { currentRun } from '../support/run'
import { test as base, expect } from '../support/test'

/** The product's own signing key, which it keeps in its data folder. */
async function readSigningKey() {
  const file = JSON.parse(await readFile(path.join(currentRun().dataDir, 'keys.json'), 'utf8'))
  const [jwk] = JSON.parse(file.JWT_PRIVATE_KEYS).keys
  return { kid: String(jwk.kid), key: await importJWK(jwk, 'ES256'), jwk }
}

type Access = { token: string; header: Record<string, unknown>; payload: JWTPayload }

const test = base.extend<{ good: Access; refuses: (token: string, why: string) => Promise<void> }>({
  good: async ({ accounts }, use) => {
    const { accessToken } = await accounts.signIn(await accounts.create())
    await use({ token: accessToken, ...readJwt(accessToken) })
  },
  /** A token is refused as a Bearer and by `verify`, from an address that has no rate to hit. */
  refuses: async ({ api, anotherAddress }, use) => {
    await use(async (token, why) => {
      const bearer = await api.get('/api/account', { bearer: token, from: anotherAddress() })
      expect(bearer.status, why).toBe(401)
      const verify = await api.post('/api/token/verify/', { token }, { from: anotherAddress() })
      expect([401, 400, 413], why).toContain(verify.status)
    })
  },
})

const sign = async (payload: JWTPayload, header: Record<string, unknown> = {}) => {
  const { kid, key } = await readSigningKey()
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid, ...header }).sign(key)
}

test('decision 19: what an access token says', async ({ api, good }) => {
  const { payload, header } = good
  expect(header).toEqual({ alg: 'ES256', typ: 'JWT', kid: expect.any(String) })
  expect(payload).toEqual({
    iss: currentRun().origin,
    aud: 'latchkey',
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    iat: expect.any(Number),
    exp: Number(payload.iat) + 900,
    token_type: 'access',
    user_id: payload.sub,
    role: expect.stringMatching(/^(user|admin)$/),
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': payload.sub,
      'x-hasura-default-role': payload.role,
      'x-hasura-allowed-roles': expect.arrayContaining(['user']),
    },
  })
  const { keys } = (await api.get('/.well-known/jwks.json')).json as { keys: Record<string, unknown>[] }
  expect(keys.map(({ kid }) => kid)).toContain(header.kid)
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
})

test('a token that this test signs itself is good: the refusals below are for what is wrong with them', async ({
  api,
  good,
}) => {
  const answer = await api.get('/api/account', { bearer: await sign(good.payload) })
  expect(answer.status).toBe(200)
})

test('JWT-01: no unsigned tokens', async ({ good, refuses }) => {
  const [, payload = '', signature = ''] = good.token.split('.')
  for (const alg of ['none', 'None', 'nOnE', 'NONE', '', undefined, null])
    for (const tail of ['', signature])
      await refuses(`${encode({ ...good.header, alg })}.${payload}.${tail}`, `alg ${alg}`)
})

test('JWT-02, JWT-03: no foreign key and no other algorithm', async ({ good, refuses }) => {
  const { jwk } = await readSigningKey()
  const publicJwk = JSON.stringify({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y })
  const symmetric = [
    randomBytes(32),
    Buffer.from('secret'),
    Buffer.alloc(32),
    Buffer.from(jwk.x),
    Buffer.from(publicJwk),
  ]
  for (const key of symmetric)
    for (const alg of ['HS256', 'HS384', 'HS512'])
      await refuses(
        await new SignJWT(good.payload).setProtectedHeader({ ...good.header, alg }).sign(padded(key)),
        `${alg} with ${key.toString('hex').slice(0, 12)}`,
      )
  const pairs = {
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    EdDSA: generateKeyPairSync('ed25519'),
  }
  for (const [alg, { privateKey }] of Object.entries(pairs))
    await refuses(await new SignJWT(good.payload).setProtectedHeader({ ...good.header, alg }).sign(privateKey), alg)
})

/** jose wants keys of the hash's length; HMAC pads shorter ones with zeros anyway. */
const padded = (key: Buffer) => Buffer.concat([key, Buffer.alloc(Math.max(0, 64 - key.length))])

test('JWT-04: whatever bit is changed, it breaks', async ({ good, refuses }) => {
  const parts = good.token.split('.')
  for (let part = 0; part < 3; part++) {
    const bytes = Buffer.from(parts[part] ?? '', 'base64url')
    for (let bit = 0; bit < Math.min(200, bytes.length * 8); bit += 7) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3)
      const token = parts.with(part, changed.toString('base64url')).join('.')
      await refuses(token, `bit ${bit} of part ${part}`)
    }
  }
})

test('JWT-05, JWT-12: times are enforced', async ({ good, refuses }) => {
  const now = Math.floor(Date.now() / 1000)
  const { exp: _, ...endless } = good.payload
  const wrong: [string, object][] = [
    ['expired', { exp: now - 1 }],
    ['expired 31 s ago', { exp: now - 31 }],
    ['not yet', { nbf: now + 60 }],
    ['from the future', { iat: now + 60 }],
    ['text', { exp: String(now + 900) }],
    ['negative', { exp: -1 }],
    ['null', { exp: null }],
  ]
  for (const [why, change] of wrong) await refuses(await sign({ ...good.payload, ...change } as JWTPayload), why)
  await refuses(await sign(endless), 'without exp')
})

test('JWT-06, JWT-07: required claims, issuer and audience', async ({ good, refuses }) => {
  for (const name of ['sub', 'sid', 'jti', 'iat', 'iss', 'aud', 'token_type']) {
    const { [name]: _, ...rest } = good.payload
    await refuses(await sign(rest), `without ${name}`)
  }
  const stranger = '019a0000-0000-7000-8000-000000000000'
  const wrong = {
    sub: [stranger, 'x', 1, null],
    sid: [stranger, 'x'],
    iss: ['https://evil.example', `${currentRun().origin}/`],
    aud: ['other', 'latchkey:refresh:cookie', []],
    token_type: ['refresh', 'id'],
  }
  for (const [name, values] of Object.entries(wrong))
    for (const value of values)
      await refuses(await sign({ ...good.payload, [name]: value } as JWTPayload), `${name} ${value}`)
})

test('JWT-08: nothing in the header leads anywhere', async ({ good, refuses }) => {
  for (const kid of ['../../dev/null', "' OR 1=1--", 'x'.repeat(3000), '', '__proto__', 'constructor'])
    await refuses(await sign(good.payload, { kid }), `kid ${kid.slice(0, 20)}`)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const own = new SignJWT(good.payload).setProtectedHeader({ alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })
  await refuses(await own.sign(privateKey), 'a key of its own')
  await refuses(await sign(good.payload, { crit: ['exp'], exp: 1 }).catch(() => 'a.b.c'), 'crit')
  const [, payload, signature] = (await sign(good.payload)).split('.')
  for (const change of [{ b64: false, crit: ['b64'] }, { kid: ['a'] }, { kid: {} }, { zip: 'DEF' }])
    await refuses(`${encode({ ...good.header, ...change })}.${payload}.${signature}`, JSON.stringify(change))
})

test('JWT-10: a revoked token stays revoked however it is spelled', async ({ api, good, anotherAddress }) => {
  await api.post('/auth/token/revoke', undefined, { bearer: good.token })
  const ways = [`Bearer ${good.token}`, `Bearer ${good.token}=`, `Bearer ${good.token}==`, `BEARER ${good.token}`]
  const others = [`bearer ${good.token}`, `Bearer  ${good.token}`, `Bearer\t${good.token}`, `Bearer ${good.token} `]
  for (const authorization of [...ways, ...others]) {
    const answer = await api.get('/api/account', { headers: { authorization }, from: anotherAddress() })
    expect(answer.status, authorization.slice(0, 12)).toBe(401)
  }
})

test('JWT-11: only the compact form', async ({ good, refuses }) => {
  const [header, payload, signature] = good.token.split('.')
  await refuses(JSON.stringify({ protected: header, payload, signature }), 'JSON serialisation')
  await refuses(`${good.token}.${signature}`, 'four parts')
  await refuses(`${encode({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2 ** 31, p2s: 'a' })}.a.b.c.d`, 'a JWE')
  await refuses(`${good.token}${'A'.repeat(10_000)}`, 'ten kilobytes more')
})

test('JWT-13, D.5: junk in Authorization is 401, never a crash', async ({ api, good, anotherAddress }) => {
  const junk = [
    'Bearer',
    'Bearer ',
    'Bearer %',
    'Bearer %E0%A4%A',
    'Basic dTpw',
    'Bearer a b',
    'Bearer ,',
    `Bearer ${'x'.repeat(8000)}`,
    'ÿþ',
    'bearer x',
    `Token ${good.token}`,
    `Bearer "${good.token}"`,
  ]
  for (const authorization of junk) {
    const headers = { authorization: Buffer.from(authorization).toString('latin1') }
    for (const [path, challenge] of [
      ['/api/account', 'Bearer'],
      ['/auth/logout/', 'Bearer realm="api"'],
    ] as const) {
      const answer = await api.get(path, { headers, from: anotherAddress() })
      expect(answer.status, authorization.slice(0, 20)).toBe(401)
      expect(answer.header('www-authenticate')).toBe(challenge)
    }
  }
})

test('JWT-14: of two different Bearers neither counts', async ({ api, good, accounts }) => {
  const other = await accounts.signIn(await accounts.create())
  const authorization = [`Bearer ${good.token}`, `Bearer ${other.accessToken}`]
  expect((await api.get('/api/account', { headers: { authorization } })).status).toBe(401)
})

test('JWT-16: no address, no name and no secret stands in a token', async ({ accounts }) => {
  const account = await accounts.create()
  const { accessToken, refreshToken } = await accounts.signIn(account)
  for (const token of [accessToken, refreshToken]) {
    const said = JSON.stringify(readJwt(token))
    for (const word of [account.email, account.username, account.password]) expect(said).not.toContain(word)
  }
})

test('JWT-09, SES-18: each kind of token is taken in its own place alone', async ({
  api,
  accounts,
  mail,
  anotherAddress,
}) => {
  const account = await accounts.create()
  const { accessToken: access, refreshToken: cookie } = await accounts.signIn(account)
  const { refresh: body } = await accounts.obtainTokens(account)
  await api.post('/auth/account/forgot', { email: account.email })
  const { ticket: reset } = await mail.next(account.email, /new password/)
  const kinds = { access, cookie, body, reset }
  const from = anotherAddress
  const places: Record<string, (client: Client, value: string) => Promise<{ status: number }>> = {
    access: (client, bearer) => client.get('/api/account', { bearer, from: from() }),
    cookie: (client, refresh_token) => client.get('/auth/refresh', { cookies: { refresh_token }, from: from() }),
    body: (client, refresh) => client.post('/api/token/refresh/', { refresh }, { from: from() }),
    activation: (client, ticket) => client.post('/auth/account/activate', { ticket }, { from: from() }),
    email: (client, ticket) => client.post('/api/account/email/confirm', { ticket }, { from: from() }),
    reset: (client, ticket) =>
      client.post('/auth/account/forgot', { ticket, new_password: 'a new password' }, { from: from() }),
  }
  for (const [place, present] of Object.entries(places))
    for (const [kind, value] of Object.entries(kinds)) {
      const { status } = await present(api, value)
      expect(status < 300, `${kind} as ${place}: ${status}`).toBe(kind === place)
    }
})
