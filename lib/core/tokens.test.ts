import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { generateSecrets } from '../../scripts/secrets'

const keyOf = () => JSON.parse(generateSecrets().JWT_PRIVATE_KEYS).keys[0]
const [older, newer] = [keyOf(), keyOf()]
const bearer = { userId: randomUUID(), sessionId: randomUUID(), role: 'user' } as const
const family = { id: bearer.sessionId, userId: bearer.userId, transport: 'cookie', generation: 0 } as const

/** The tokens of a process that was started with these keys, newest first. */
async function startedWith(...keys: object[]) {
  vi.resetModules()
  vi.stubEnv('JWT_PRIVATE_KEYS', JSON.stringify({ keys }))
  return import('./tokens')
}

const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

test('JWT-15: after a new signing key, older tokens are good until the older key is taken away', async () => {
  const times = { since: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }
  const make = (tokens: typeof import('./tokens')) =>
    [tokens.mintAccessToken(bearer), tokens.mintRefreshToken({ ...family, ...times })] as const
  const before = make(await startedWith(older))
  const read = async (tokens: typeof import('./tokens'), [access, refresh]: readonly [string, string]) => [
    (await tokens.readAccessToken(access))?.sessionId,
    (await tokens.readRefreshToken(refresh, 'cookie'))?.sessionId,
  ]
  const both = await startedWith(newer, older)
  const after = make(both)
  expect(after.map(kidOf)).toEqual([newer.kid, newer.kid])
  expect(both.publicKeys().map(({ kid }) => kid)).toEqual([newer.kid, older.kid])
  for (const tokens of [before, after]) expect(await read(both, tokens)).toEqual([family.id, family.id])
  const withoutOlder = await startedWith(newer)
  expect(await read(withoutOlder, before)).toEqual([undefined, undefined])
  expect(await read(withoutOlder, after)).toEqual([family.id, family.id])
  // A process that the new key has not reached yet refuses what it cannot know: keys are added before they are used.
  expect(await read(await startedWith(older), after)).toEqual([undefined, undefined])
})
