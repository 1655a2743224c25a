import { createCipheriv, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test } from 'vitest'
import { seal, unseal } from '../crypto'
import { db } from '../db'
import { type Resealing, resealAll } from './sealed-columns'

const OLD = randomBytes(32)
process.env.ENCRYPTION_KEYS = `fresh:${randomBytes(32).toString('base64')},old:${OLD.toString('base64')}`

afterEach(() => db.mail.deleteMany())

test('SEC-04: rows are sealed anew in batches, with their progress, and open as before', async () => {
  const ids = await queueOldMail(1200)
  const steps = await rotate()
  expect(steps.map(({ resealed }) => resealed)).toEqual([500, 1000, 1200])
  expect(steps.every(({ total, unreadable }) => total === 1200 && unreadable === 0)).toBe(true)
  const rows = await db.mail.findMany()
  expect(rows.filter(({ sealed }) => sealed.startsWith('v1.fresh.'))).toHaveLength(1200)
  for (const { id, sealed } of rows.slice(0, 20)) expect(unseal(sealed, `Mail:${id}`).toString()).toBe(`mail ${id}`)
  expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort())
})

test('SEC-04: a rotation that was ended half-way goes on where it stood', async () => {
  await queueOldMail(800)
  for await (const { table, resealed } of resealAll({ dryRun: false })) if (table === 'Mail' && resealed) break
  expect(await countSealedWith('old')).toBe(300)
  await rotate()
  expect(await countSealedWith('old')).toBe(0)
})

test('SEC-04: what changes or goes meanwhile is left alone; a dry run changes nothing', async () => {
  const [changed = '', gone = ''] = await queueOldMail(600)
  expect((await rotate({ dryRun: true })).at(-1)?.resealed).toBe(600)
  expect(await countSealedWith('old')).toBe(600)
  const rotation = resealAll({ dryRun: false })
  const sealed = seal('another mail', `Mail:${changed}`)
  await db.mail.update({ where: { id: changed }, data: { sealed } })
  await db.mail.delete({ where: { id: gone } })
  for await (const _ of rotation);
  expect((await db.mail.findUniqueOrThrow({ where: { id: changed } })).sealed).toBe(sealed)
  expect(await countSealedWith('old')).toBe(0)
})

test('SEC-02: a value that was moved from another row opens nowhere, is counted, and stays as it is', async () => {
  const [one = '', other = ''] = await queueOldMail(2)
  const moved = (await db.mail.findUniqueOrThrow({ where: { id: one } })).sealed
  await db.mail.update({ where: { id: other }, data: { sealed: moved } })
  expect(() => unseal(moved, `Mail:${other}`)).toThrow(/does not open/)
  expect((await rotate()).at(-1)).toMatchObject({ resealed: 1, unreadable: 1 })
  expect((await db.mail.findUniqueOrThrow({ where: { id: other } })).sealed).toBe(moved)
})

async function rotate({ dryRun } = { dryRun: false }): Promise<Resealing[]> {
  const steps: Resealing[] = []
  for await (const step of resealAll({ dryRun })) if (step.table === 'Mail') steps.push({ ...step })
  return steps
}

async function queueOldMail(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7())
  await db.mail.createMany({ data: ids.map(id => ({ id, sealed: sealWithOld(`mail ${id}`, `Mail:${id}`) })) })
  return ids
}

const countSealedWith = (kid: string) => db.mail.count({ where: { sealed: { startsWith: `v1.${kid}.` } } })

/** The documented form, written by hand. */
function sealWithOld(text: string, context: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', OLD, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  return `v1.old.${nonce.toString('base64url')}.${sealed.toString('base64url')}`
}
