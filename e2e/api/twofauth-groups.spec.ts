import { expectRefusal } from '../support/expectations'
import { expect, test } from '../support/test'
import { newVault, type VaultAccount } from '../support/vault'

for (const way of ['program', 'session'] as const)
  test(`document 003: groups are made, filled, ordered and removed, by a ${way}'s token`, async ({ api, accounts }) => {
    const vault = (await newVault(api, accounts))[way]
    const entry = await vault.add()
    const made = await vault.post('/groups', { name: "L'été 1_a-b" })
    expect(made.status).toBe(201)
    const { id } = made.json as { id: number }
    expect(made.json).toEqual({ id, name: "L'été 1_a-b", twofaccounts_count: 0 })
    const filled = { id, name: "L'été 1_a-b", twofaccounts_count: 1 }
    expect((await vault.post(`/groups/${id}/assign`, { ids: [entry.id] })).json).toEqual(filled)
    expect((await vault.get(`/groups/${id}`)).json).toEqual(filled)
    expect((await vault.get('/groups')).json).toEqual([{ id: 0, name: 'All', twofaccounts_count: 1 }, filled])
    expect((await vault.get(`/groups/${id}/twofaccounts`)).json).toMatchObject([{ id: entry.id, group_id: id }])
    expect((await vault.get('/groups/0/twofaccounts?withSecret=1')).json).toMatchObject([
      { id: entry.id, secret: entry.secret },
    ])
    expect((await vault.request('PUT', `/groups/${id}`, { name: 'Work' })).json).toEqual({ ...filled, name: 'Work' })

    const withdrawn = await vault.request('PATCH', `/twofaccounts/withdraw?ids=${entry.id}`)
    expect([withdrawn.status, withdrawn.json]).toEqual([200, { message: 'accounts withdrawn' }])
    expect((await vault.get(`/groups/${id}`)).json).toMatchObject({ twofaccounts_count: 0 })
    const other = (await vault.post('/groups', { name: 'Home' })).json as { id: number }
    const ordered = await vault.post('/groups/reorder', { orderedIds: [other.id, id] })
    expect(ordered.json).toEqual({ message: 'order saved', orderedIds: [other.id, id] })
    expect(((await vault.get('/groups')).json as { id: number }[]).map(group => group.id)).toEqual([0, other.id, id])

    const inGroup = await vault.add({ group_id: id })
    expect(inGroup.group_id).toBe(id)
    expect((await vault.request('DELETE', `/groups/${id}`)).status).toBe(204)
    expect((await vault.get(`/twofaccounts/${inGroup.id}`)).json).toMatchObject({ group_id: null })
    expectRefusal(await vault.get(`/groups/${id}`), 'twofauth', 404, 'not_found')
  })

test('document 003: the group of all cannot be changed, and names are checked in its words', async ({
  api,
  accounts,
}) => {
  const { program } = await newVault(api, accounts)
  for (const [method, path, json] of [
    ['PUT', '/groups/0', { name: 'x' }],
    ['DELETE', '/groups/0', undefined],
    ['POST', '/groups/0/assign', { ids: [1] }],
  ] as const)
    expectRefusal(await program.request(method, path, json), 'twofauth', 403, 'forbidden')
  await program.post('/groups', { name: 'Work' })
  const said = async (name: unknown) => ((await program.post('/groups', { name })).json as { message: string }).message
  expect(await said('All')).toBe('Reserved name, please choose something else')
  expect(await said('a/b')).toBe(
    'Please only use letters, numbers, dashes, underscores, spaces or single quotation marks',
  )
  expect(await said('Work')).toBe('The name has already been taken.')
  expect(await said('x'.repeat(33))).toBe('The name field must not be greater than 32 characters.')
  expect(await said('')).toBe('The name field is required.')
  expect(await said(1)).toBe('The name field must be a string.')
})

test('document 003: accounts are listed in the order that was saved', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts)
  const ids: number[] = []
  for (const account of ['a', 'b', 'c']) ids.push((await program.add({ account })).id)
  const [a = 0, b = 0, c = 0] = ids
  const answer = await program.post('/twofaccounts/reorder', { orderedIds: [c, a, b] })
  expect([answer.status, answer.json]).toEqual([200, { message: 'order saved', orderedIds: [c, a, b] }])
  expect(((await program.get('/twofaccounts')).json as VaultAccount[]).map(({ id }) => id)).toEqual([c, a, b])
  expect((await program.post('/twofaccounts/reorder', { orderedIds: [] })).status).toBe(422)
  const few = await program.get(`/twofaccounts?ids=${b},${c},2000000000`)
  expect((few.json as VaultAccount[]).map(({ id }) => id)).toEqual([c, b])
})
