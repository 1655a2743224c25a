import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db, isUserGone, sql, sqlIn } from './db'

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
