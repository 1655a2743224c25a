import { beforeEach, describe, expect, test } from 'vitest'
import { burst, client, refusals } from '../../../scripts/testing/people'
import { makeOwner } from '../../../scripts/testing/students'
import { db } from '../../db'
import { type Caller, callerOf } from '../personal-tokens'
import { resealAll, sealedColumns } from '../sealed-columns'
import { addEntries, addEntry, MAX_ENTRIES_PER_USER } from './add-entries'
import { changeEntry, removeEntries, reorderEntries, withdrawEntries } from './change-entries'
import { generateCode, noteCodeUse } from './codes'
import { countEntries, glimpse, listEntries, readEntry } from './entries'
import { createGroup } from './groups'

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const parts = { otpType: 'totp', account: 'marvin', secret: SECRET }
const refusing = (code: string) => expect.objectContaining({ code })
const newCaller = async (): Promise<Caller> => callerOf((await makeOwner()).viewer)
const idsOf = async (caller: Caller) => (await listEntries(caller, {}, client)).map(({ id }) => id)

let owner: Caller
let other: Caller
beforeEach(async () => {
  owner = await newCaller()
  other = await newCaller()
})

describe('VLT-01, VLT-04: an entry is its owner’s alone', () => {
  test('nobody else reads it, changes it, removes it, uses it or puts it anywhere', async () => {
    const { id } = await addEntry(owner, parts)
    const mine = await addEntry(other, parts)
    const acts = [
      () => readEntry(other, id, {}, client),
      () => changeEntry(other, id, { account: 'x' }),
      () => generateCode(other, id),
      () => noteCodeUse(other, id),
      () => removeEntries(other, [mine.id, id]),
      () => withdrawEntries(other, [mine.id, id]),
      () => reorderEntries(other, [id]),
    ]
    for (const act of acts) await expect(act()).rejects.toEqual(refusing('forbidden'))
    expect(await listEntries(other, { ids: [id, mine.id] }, client)).toHaveLength(1)
    expect(await readEntry(owner, id, {}, client)).toMatchObject({ account: 'marvin' })
    expect(await countEntries(other)).toBe(1)
  })

  test('VLT-03: of a batch that names one of somebody else’s, nothing happens; what is missing is passed over', async () => {
    const one = await addEntry(owner, parts)
    const foreign = await addEntry(other, parts)
    await expect(removeEntries(owner, [one.id, foreign.id])).rejects.toEqual(refusing('forbidden'))
    expect(await countEntries(owner)).toBe(1)
    await removeEntries(owner, [one.id, 2_000_000_000])
    expect(await countEntries(owner)).toBe(0)
  })

  test('a group or an icon of somebody else cannot be named', async () => {
    const group = await createGroup(other, 'Theirs')
    await db.icon.create({
      data: { name: 'theirs.png', userId: other.userId, bytes: new Uint8Array(1), mime: 'image/png' },
    })
    for (const named of [{ groupId: group.id }, { icon: 'theirs.png' }, { icon: 'missing.png' }]) {
      await expect(addEntry(owner, { ...parts, ...named })).rejects.toEqual(refusing('invalid_input'))
      await expect(addEntries(owner, [{ ...parts, ...named }], client)).rejects.toEqual(refusing('invalid_input'))
    }
    const { id } = await addEntry(owner, parts)
    await expect(changeEntry(owner, id, { groupId: group.id })).rejects.toEqual(refusing('invalid_input'))
  })
})

describe('a batch', () => {
  test('is kept in its order, in one go, and written into the history', async () => {
    const inputs = Array.from({ length: 1000 }, (_, index) => ({ ...parts, account: `a${index}`, notes: 'n' }))
    const kept = await addEntries(owner, inputs, client)
    const listed = await listEntries(owner, { withSecret: true, withDetails: true }, client)
    expect(listed.map(({ account }) => account)).toEqual(inputs.map(({ account }) => account))
    expect(listed.map(({ id }) => id)).toEqual(kept.map(({ id }) => id))
    expect(listed.every(({ secret, details }) => secret === SECRET && details?.notes === 'n')).toBe(true)
    expect(await db.event.findMany({ where: { userId: owner.userId, kind: 'vault_imported' } })).toMatchObject([
      { data: { count: 1000 } },
    ])
  })

  test('UPL-14: of which one is bad is not kept at all, and every bad one is named', async () => {
    const inputs = [parts, { ...parts, secret: '1' }, parts, { ...parts, digits: 99 }]
    const error = await addEntries(owner, inputs, client).catch(caught => caught)
    expect(error.details.issues.map(({ path }: { path: unknown }) => path)).toEqual([
      ['accounts', 1, 'secret'],
      ['accounts', 3, 'digits'],
    ])
    expect(await countEntries(owner)).toBe(0)
  })

  test('makes the groups that it names, each once, beside those that there are', async () => {
    const { id } = await createGroup(owner, 'Work')
    const kept = await addEntries(
      owner,
      ['Work', 'Home', 'Home', null].map(groupName => ({ ...parts, groupName })),
      client,
    )
    const groups = await db.vaultGroup.findMany({ where: { userId: owner.userId }, orderBy: { position: 'asc' } })
    expect(groups.map(({ name }) => name)).toEqual(['Work', 'Home'])
    expect(kept.map(({ groupId }) => groupId)).toEqual([id, groups[1]?.id, groups[1]?.id, null])
  })

  test('VLT-11: the 10,001st entry is refused, also in a burst; others have their room', {
    timeout: 60_000,
  }, async () => {
    const many = (count: number) => Array.from({ length: count }, () => parts)
    await addEntries(owner, many(MAX_ENTRIES_PER_USER - 3), client)
    const outcomes = await burst(8, () => addEntry(owner, parts))
    expect(refusals(outcomes)).toEqual(Array(5).fill('vault_full'))
    expect(await countEntries(owner)).toBe(MAX_ENTRIES_PER_USER)
    await expect(addEntries(owner, many(1), client)).rejects.toEqual(refusing('vault_full'))
    await addEntry(other, parts)
  })
})

describe('codes', () => {
  test('VLT-07: a counter moves once for each request, never back, and no code comes twice', async () => {
    const { id } = await addEntry(owner, { ...parts, otpType: 'hotp', counter: 5 })
    const outcomes = await burst(100, () => generateCode(owner, id))
    const counters = outcomes.flatMap(outcome =>
      outcome.status === 'fulfilled' && 'counter' in outcome.value.code ? [outcome.value.code.counter] : [],
    )
    expect(counters.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 6))
    expect(await readEntry(owner, id, {}, client)).toMatchObject({ counter: 105 })
  })

  test('VLT-06, VLT-07: the last counter gives a code, after it none, and other changes leave the counter alone', async () => {
    const last = Number.MAX_SAFE_INTEGER
    const { id } = await addEntry(owner, { ...parts, otpType: 'hotp', counter: last - 1 })
    await changeEntry(owner, id, { account: 'renamed' })
    expect((await generateCode(owner, id)).code).toMatchObject({ counter: last })
    await expect(generateCode(owner, id)).rejects.toEqual(refusing('invalid_otp_parameters'))
    await changeEntry(owner, id, { counter: 3 })
    expect((await generateCode(owner, id)).code).toMatchObject({ counter: 4 })
    await changeEntry(owner, id, { otpType: 'totp' })
    expect(await readEntry(owner, id, {}, client)).toMatchObject({ counter: null, period: 30 })
  })

  test('a use is counted at most once a minute', async () => {
    const { id } = await addEntry(owner, parts)
    for (let count = 0; count < 5; count++) await noteCodeUse(owner, id)
    const { details } = await readEntry(owner, id, { withDetails: true }, client)
    expect(details).toMatchObject({ useCount: 1, lastUsedAt: expect.any(Date) })
  })
})

describe('what is kept', () => {
  const rawRow = (id: number) => db.vaultEntry.findUniqueOrThrow({ where: { id } })

  test('SEC-01: holds neither secret nor notes in the clear, and keys can be rotated', async () => {
    const { id } = await addEntry(owner, { ...parts, notes: 'canary in a note' })
    const row = JSON.stringify(await rawRow(id), (_, value) => (typeof value === 'bigint' ? Number(value) : value))
    for (const plain of [SECRET, '12345678901234567890', 'canary', Buffer.from(SECRET).toString('base64')])
      expect(row).not.toContain(plain)
    expect(sealedColumns.filter(({ table }) => table === 'VaultEntry').map(({ column }) => column)).toEqual([
      'sealedSecret',
      'sealedNotes',
    ])
    for await (const { unreadable } of resealAll({ dryRun: true })) expect(unreadable).toBe(0)
  })

  test('SEC-02, VLT-10: a value that was moved from another row or column opens nowhere and harms no other entry', async () => {
    const [one, two, three] = await addEntries(owner, [{ ...parts, notes: 'a' }, parts, parts], client)
    if (!one || !two || !three) throw new Error('three were kept')
    const { sealedSecret, sealedNotes } = await rawRow(one.id)
    await db.vaultEntry.update({ where: { id: two.id }, data: { sealedSecret, sealedNotes } })
    await db.vaultEntry.update({ where: { id: one.id }, data: { sealedSecret: String(sealedNotes) } })
    const wishes = { withSecret: true, withOtp: true, withDetails: true }
    const listed = await listEntries(owner, wishes, client)
    expect(listed.map(({ secret }) => secret)).toEqual([null, null, SECRET])
    expect(listed.map(({ otp }) => otp !== undefined)).toEqual([false, false, true])
    expect(listed.map(({ details }) => details?.notes)).toEqual(['a', null, null])
    await expect(generateCode(owner, one.id)).rejects.toEqual(refusing('indecipherable'))
    await expect(changeEntry(owner, one.id, { account: 'x' })).rejects.toEqual(refusing('indecipherable'))
    await changeEntry(owner, one.id, { secret: SECRET })
    expect(await readEntry(owner, one.id, { withSecret: true }, client)).toMatchObject({ secret: SECRET })
  })

  test('VLT-05: a look at secrets is written into the history once in ten minutes, and needs its scope', async () => {
    const { id } = await addEntry(owner, parts)
    const shown = () => db.event.count({ where: { userId: owner.userId, kind: 'vault_secrets_shown' } })
    await listEntries(owner, { withOtp: true }, client)
    expect(await shown()).toBe(0)
    await listEntries(owner, { withSecret: true }, client)
    await readEntry(owner, id, { withSecret: true }, client)
    expect(await shown()).toBe(1)
    const program: Caller = { ...owner, may: scope => scope === 'vault:read' }
    for (const wish of ['withSecret', 'withOtp', 'withDetails'])
      await expect(listEntries(program, { [wish]: true }, client)).rejects.toEqual(refusing('insufficient_scope'))
  })

  test('goes with its owner', async () => {
    await addEntry(owner, parts)
    await createGroup(owner, 'Work')
    await db.user.delete({ where: { id: owner.userId } })
    expect(await db.vaultEntry.count({ where: { userId: owner.userId } })).toBe(0)
    expect(await db.vaultGroup.count({ where: { userId: owner.userId } })).toBe(0)
  })
})

test('an order is kept; what it does not name follows, and what it names twice stands once', async () => {
  const kept = await addEntries(owner, [parts, parts, parts, parts], client)
  const [a = 0, b = 0, c = 0, d = 0] = kept.map(({ id }) => id)
  await reorderEntries(owner, [c, a, c])
  expect(await idsOf(owner)).toEqual([c, a, b, d])
  const { id } = await addEntry(owner, parts)
  expect(await idsOf(owner)).toEqual([c, a, b, d, id])
})

describe('a glimpse of a vault, for the page that fetches the rest', () => {
  const namesOf = async (groupId: number, most = 10) =>
    (await glimpse(owner.userId, { groupId, most })).map(({ service }) => service)

  test('is of the first entries as they are shown, and tells no secret and no note', async () => {
    for (const service of ['one', 'two', 'three']) await addEntry(owner, { ...parts, service, notes: 'by the door' })
    await addEntry(owner, { ...parts, service: 'four', pinned: true })
    await addEntry(other, { ...parts, service: 'of somebody else' })
    expect(await namesOf(0)).toEqual(['four', 'one', 'two', 'three'])
    expect(await namesOf(0, 2)).toEqual(['four', 'one'])
    const [first] = await glimpse(owner.userId, { groupId: 0, most: 1 })
    expect(Object.keys(first ?? {}).sort()).toEqual(
      ['account', 'digits', 'id', 'otpType', 'period', 'pinned', 'service'].sort(),
    )
  })

  test('is of a group where there is one, else of all', async () => {
    const [mine, theirs] = [await createGroup(owner, 'Work'), await createGroup(other, 'Theirs')]
    await addEntry(owner, { ...parts, service: 'alone' })
    await addEntry(owner, { ...parts, service: 'in it', groupId: mine.id })
    expect(await namesOf(mine.id)).toEqual(['in it'])
    expect(await namesOf(theirs.id)).toEqual(['alone', 'in it'])
    expect(await namesOf(2_000_000_000)).toEqual(['alone', 'in it'])
  })
})
