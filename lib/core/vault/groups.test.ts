import { beforeEach, expect, test } from 'vitest'
import { burst, client, refusals } from '../../../scripts/testing/people'
import { makeOwner } from '../../../scripts/testing/students'
import { type Caller, callerOf } from '../personal-tokens'
import { addEntry } from './add-entries'
import { readEntry } from './entries'
import {
  assignToGroup,
  createGroup,
  listGroupEntries,
  listGroups,
  readGroup,
  removeGroup,
  renameGroup,
  reorderGroups,
} from './groups'

const parts = { otpType: 'totp', account: 'marvin', secret: 'GEZDGNBVGY3TQOJQ' }
const refusing = (code: string) => expect.objectContaining({ code })
const newCaller = async (): Promise<Caller> => callerOf((await makeOwner()).viewer)

let owner: Caller
let other: Caller
beforeEach(async () => {
  owner = await newCaller()
  other = await newCaller()
})

test('the group of all comes first, counts everything, and cannot be changed', async () => {
  await addEntry(owner, parts)
  await createGroup(owner, 'Work')
  expect(await listGroups(owner)).toMatchObject([
    { id: 0, name: 'All', count: 1 },
    { name: 'Work', count: 0 },
  ])
  expect(await readGroup(owner, 0)).toEqual({ id: 0, name: 'All', count: 1 })
  expect(await listGroupEntries(owner, 0, {}, client)).toHaveLength(1)
  for (const act of [renameGroup(owner, 0, 'x'), removeGroup(owner, 0), assignToGroup(owner, 0, [])])
    await expect(act).rejects.toEqual(refusing('forbidden'))
})

test('an entry moves out of its group into another, and stays when that one goes', async () => {
  const entry = await addEntry(owner, parts)
  const work = await createGroup(owner, 'Work')
  const home = await createGroup(owner, 'Home')
  expect(await assignToGroup(owner, work.id, [entry.id])).toMatchObject({ count: 1 })
  expect(await assignToGroup(owner, home.id, [entry.id])).toMatchObject({ count: 1 })
  expect(await readGroup(owner, work.id)).toMatchObject({ count: 0 })
  expect(await listGroupEntries(owner, home.id, {}, client)).toMatchObject([{ id: entry.id }])
  await removeGroup(owner, home.id)
  expect(await readEntry(owner, entry.id, {}, client)).toMatchObject({ groupId: null })
})

test('VLT-01, VLT-03: groups are their owner’s alone', async () => {
  const theirs = await createGroup(other, 'Theirs')
  const mine = await createGroup(owner, 'Mine')
  const entry = await addEntry(other, parts)
  const acts = [
    () => readGroup(owner, theirs.id),
    () => renameGroup(owner, theirs.id, 'x'),
    () => removeGroup(owner, theirs.id),
    () => assignToGroup(owner, theirs.id, []),
    () => assignToGroup(owner, mine.id, [entry.id]),
    () => listGroupEntries(owner, theirs.id, {}, client),
    () => reorderGroups(owner, [theirs.id]),
  ]
  for (const act of acts) await expect(act()).rejects.toEqual(refusing('forbidden'))
  await expect(readGroup(owner, 2_000_000_000)).rejects.toEqual(refusing('not_found'))
  expect(await readGroup(other, theirs.id)).toMatchObject({ name: 'Theirs', count: 0 })
})

test('a name is unique for its owner, also in a burst', async () => {
  const outcomes = await burst(20, () => createGroup(owner, 'Work'))
  expect(refusals(outcomes)).toEqual(Array(19).fill('invalid_input'))
  await createGroup(other, 'Work')
  const home = await createGroup(owner, 'Home')
  await expect(renameGroup(owner, home.id, 'Work')).rejects.toEqual(refusing('invalid_input'))
  await renameGroup(owner, home.id, 'Home')
})

test('an order is kept; what it does not name follows', async () => {
  const [a, b, c] = [await createGroup(owner, 'a'), await createGroup(owner, 'b'), await createGroup(owner, 'c')]
  await reorderGroups(owner, [c.id])
  expect((await listGroups(owner)).map(({ id }) => id)).toEqual([0, c.id, a.id, b.id])
})
