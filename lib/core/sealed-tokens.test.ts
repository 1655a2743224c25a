import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { afterEach, expect, test, vi } from 'vitest'
import { sql } from '../db'
import { env } from '../env'
import { pruneExpired } from './pruning'
import { openSealed, sealedLife, sealToken, spendSealed } from './sealed-tokens'

afterEach(() => {
  vi.useRealTimers()
})

test('opens for its purpose only, with what was put in', async () => {
  const { value } = await sealToken('api_token', { purpose: 'login', id: '7' })
  expect((await openSealed('api_token', value))?.data).toEqual({ purpose: 'login', id: '7' })
  expect(await openSealed('state_token', value)).toBeUndefined()
  expect(await openSealed('intra_newcomer', value)).toBeUndefined()
})

test('nothing of it can be read or changed without the key', async () => {
  const { value } = await sealToken('api_token', { id: '104201', login: 'marvin' })
  const parts = value.split('.').map(part => Buffer.from(part, 'base64url').toString('latin1'))
  expect(parts.join()).not.toMatch(/marvin|104201/)
  const [header, key, nonce, text = '', tag] = value.split('.')
  const changed = [header, key, nonce, `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`, tag].join('.')
  expect(await openSealed('api_token', changed)).toBeUndefined()
  const foreign = await encode({ token: { id: '1' }, secret: `${env().authSecret}x`, salt: 'api_token' })
  for (const odd of [foreign, '', 'x', '....', 'a.b.c.d.e', 'x'.repeat(5000), undefined])
    expect(await openSealed('api_token', odd)).toBeUndefined()
})

test.each(Object.entries(sealedLife))('%s ends after %i seconds, not a second later', async (purpose, seconds) => {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z'), toFake: ['Date'] })
  const { value, expiresAt } = await sealToken(purpose as keyof typeof sealedLife, {})
  expect(expiresAt).toEqual(new Date(Date.now() + seconds * 1000))
  vi.setSystemTime(Date.now() + (seconds - 1) * 1000)
  expect(await openSealed(purpose as keyof typeof sealedLife, value)).toBeDefined()
  vi.setSystemTime(Date.now() + 1000)
  expect(await openSealed(purpose as keyof typeof sealedLife, value)).toBeUndefined()
})

test('of twenty racers one spends it', async () => {
  const opened = await openSealed('api_token', (await sealToken('api_token', {})).value)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => opened && spendSealed(opened)))
  expect(outcomes.filter(Boolean)).toHaveLength(1)
})

test('remembers what was spent for as long as it lives, and no longer', async () => {
  const token = (life: number) => ({
    id: randomUUID(),
    data: {},
    issuedAt: new Date(),
    expiresAt: new Date(Date.now() + life),
  })
  const [old, young] = [token(-3_700_000), token(60_000)]
  for (const each of [old, young]) expect(await spendSealed(each)).toBe(true)
  await pruneExpired()
  const rows = await sql<{ id: string }>`SELECT id FROM "SpentToken" WHERE id IN (${old.id}, ${young.id})`
  expect(rows.map(({ id }) => id)).toEqual([young.id])
})
