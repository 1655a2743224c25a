import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { expect, test } from 'vitest'
import { db, isDatabaseUnavailable, isUserGone, sql, sqlIn, type Transaction } from './db'

const nobody = randomUUID()
const thrown = (work: Promise<unknown>) => work.then(() => undefined).catch(error => error)

test('RAC-10 what is written for a removed user is told apart from a bug, whichever way it was written', async () => {
  const preference = { userId: nobody, name: 'theme', value: 'dark' }
  expect(isUserGone(await thrown(db.preference.create({ data: preference })))).toBe(true)
  expect(isUserGone(await thrown(db.user.findUniqueOrThrow({ where: { id: nobody } })))).toBe(true)
  expect(
    isUserGone(
      await thrown(sql`INSERT INTO "Preference" ("userId", name, value) VALUES (${nobody}, 'theme', '"dark"'::jsonb)`),
    ),
  ).toBe(true)
  const inTransaction = db.$transaction(
    tx =>
      sqlIn(tx)`INSERT INTO "Preference" ("userId", name, value) VALUES (${nobody}::uuid, 'theme', '"dark"'::jsonb)`,
  )
  expect(isUserGone(await thrown(inTransaction))).toBe(true)
})

test('other faults are not taken for a removed user', async () => {
  for (const fault of [
    await thrown(db.event.findUniqueOrThrow({ where: { id: nobody } })),
    await thrown(sql`SELECT 1 FROM "Nowhere"`),
    new Error('userId_fkey'),
    undefined,
  ])
    expect(isUserGone(fault)).toBe(false)
})

test('RAC-10 two transactions that wait for each other are both done', async () => {
  const [one, other] = [randomUUID(), randomUUID()]
  for (const name of [one, other]) await db.setting.create({ data: { name, value: 0 } })
  const raise = (tx: Transaction, name: string) =>
    tx.$executeRaw`UPDATE "Setting" SET value = to_jsonb(value::int + 1) WHERE name = ${name}`
  const bothHold = meeting(2)
  let begun = 0
  const both = (first: string, second: string) =>
    db.$transaction(async tx => {
      begun++
      await raise(tx, first)
      await bothHold()
      await raise(tx, second)
    })
  await Promise.all([both(one, other), both(other, one)])
  const rows = await db.setting.findMany({ where: { name: { in: [one, other] } } })
  expect(rows.map(({ value }) => value)).toEqual([2, 2])
  expect(begun, 'one of them was undone').toBeGreaterThan(2)
})

test('what never ends to be in the way is for the caller to repeat', () => {
  for (const code of ['40P01', '40001', 'P2034']) expect(isDatabaseUnavailable({ code })).toBe(true)
})

test('REL-16: a database without room for more is one that cannot be asked now', () => {
  for (const code of ['53100', '53200', '53300']) expect(isDatabaseUnavailable({ code })).toBe(true)
})

/** Lets whoever comes go on once `count` have come. */
function meeting(count: number) {
  const everybody = new EventEmitter()
  const met = once(everybody, 'here')
  return () => {
    if (--count <= 0) everybody.emit('here')
    return met
  }
}
