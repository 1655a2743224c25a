import { describe, expect, test } from 'vitest'
import { Refused } from '@/components/refused'
import { type ApiEntry, entryOf, type VaultEntry } from '../entries'
import { applied, type Change, editOf, queued } from './changes'
import { waitAfter } from './copy'
import { sendChanges } from './sending'

const SAID: ApiEntry = {
  ...{ id: 7, group_id: 0, service: 'GitHub', account: 'ada', icon: null, secret: 'JBSWY3DPEHPK3PXP' },
  ...{ otp_type: 'totp', digits: 6, algorithm: 'sha1', period: 30, counter: null, pinned: false, notes: null },
}
const entry = (parts: Partial<ApiEntry> = {}): VaultEntry => entryOf({ ...SAID, ...parts })
const edit = (from: VaultEntry, wanted: Partial<ApiEntry>) => editOf(from, 'GitHub (ada)', wanted) as Change
const removal = (id: number): Change => ({ id, what: 'delete', name: 'x', body: {}, before: {} })
const addition: Change = {
  ...{ id: -1, what: 'add', name: 'New', before: {} },
  body: { service: 'New', account: 'a', secret: 'MFRGG', otp_type: 'totp', digits: 6, algorithm: 'sha1', period: 30 },
}

describe('what waits for the network', () => {
  test('an edit names only what it changes, and what it was', () => {
    expect(edit(entry(), { service: 'GitHub', account: 'eve', notes: null })).toMatchObject({
      ...{ id: 7, what: 'edit', body: { account: 'eve' }, before: { account: 'ada' } },
    })
    expect(editOf(entry(), 'x', { service: 'GitHub', pinned: false })).toBeUndefined()
  })

  test('an edit of an edit is one, and what undoes it leaves nothing', () => {
    const pin = edit(entry(), { pinned: true })
    const [shown] = applied([entry()], [pin])
    const both = queued([pin], edit(shown as VaultEntry, { account: 'eve' }))
    expect(both).toMatchObject([{ body: { pinned: true, account: 'eve' }, before: { pinned: false, account: 'ada' } }])
    const unpin = edit(shown as VaultEntry, { pinned: false })
    expect(queued([pin], unpin)).toEqual([])
  })

  test('an addition takes its edits along, and is gone when it is deleted', () => {
    const [shown] = applied([], [addition])
    expect(shown).toMatchObject({ id: -1, service: 'New', secret: 'MFRGG', waits: true })
    const renamed = queued([addition], edit(shown as VaultEntry, { account: 'b' }))
    expect(renamed).toMatchObject([{ what: 'add', body: { account: 'b', service: 'New' } }])
    expect(queued(renamed, removal(-1))).toEqual([])
  })

  test('a deletion takes the place of an edit, and hides its entry', () => {
    const changes = queued([edit(entry(), { pinned: true })], removal(7))
    expect(changes).toEqual([removal(7)])
    expect(applied([entry(), entry({ id: 8 })], changes).map(({ id }) => id)).toEqual([8])
  })
})

/** An API that notes what it is asked, and answers as told; and what waits on the device. */
function recorder(changes: Change[], answer: (path: string) => Promise<void> = () => Promise.resolve()) {
  const asked: unknown[] = []
  const device = { waiting: changes }
  return {
    ...{ asked, device },
    send: (async (method: string, path: string, options?: { body?: unknown }) => {
      asked.push([method, path.replace('/api/v1/twofaccounts', ''), options?.body])
      await answer(path)
    }) as Parameters<typeof sendChanges>[1]['send'],
    keep: async (update: (changes: Change[]) => Change[]) => {
      device.waiting = update(device.waiting)
    },
  }
}

describe('once the network is back', () => {
  test('everything is saved, each once, and nothing waits', async () => {
    const changes = [edit(entry(), { account: 'eve' }), removal(8), addition]
    const api = recorder(changes)
    expect(await sendChanges(changes, { ...api, entries: [entry(), entry({ id: 8 })] })).toBe(3)
    expect(api.asked).toEqual([
      ['PATCH', '/7', { account: 'eve' }],
      ['DELETE', '/8', undefined],
      ['POST', '', addition.body],
    ])
    expect(api.device.waiting).toEqual([])
  })

  test('an edit of what was deleted elsewhere stays, and says so; a deletion of it is done', async () => {
    const change = edit(entry(), { account: 'eve' })
    const api = recorder([change, removal(8)])
    expect(await sendChanges([change, removal(8)], { ...api, entries: [] })).toBe(1)
    expect(api.asked).toEqual([])
    expect(api.device.waiting).toEqual([{ ...change, problem: 'gone' }])
  })

  test('what was changed elsewhere, too, is not overwritten unless it is asked for', async () => {
    const change = edit(entry(), { account: 'eve' })
    const api = recorder([change])
    const now = { entries: [entry({ account: 'bob', notes: 'n' })] }
    expect(await sendChanges([change], { ...api, ...now })).toBe(0)
    expect(api.device.waiting).toEqual([{ ...change, problem: 'changed' }])
    expect(api.asked).toEqual([])
    expect(await sendChanges([{ ...change, anyway: true }], { ...api, ...now })).toBe(1)
    const other = edit(entry(), { pinned: true })
    expect(await sendChanges([other], { ...api, ...now }), 'another member').toBe(1)
  })

  test('what the server refuses stays with its problem, and the rest goes on', async () => {
    const change = edit(entry(), { account: 'eve' })
    const refusing = (path: string) => (path.endsWith('/7') ? Promise.reject(new Refused(422, 'x')) : Promise.resolve())
    const api = recorder([change, addition], refusing)
    expect(await sendChanges([change, addition], { ...api, entries: [entry()] })).toBe(1)
    expect(api.device.waiting).toEqual([{ ...change, problem: 'refused' }])
  })

  test('an addition whose answer was lost is not added twice', async () => {
    const lost = recorder([addition], () => Promise.reject(new Refused(0, 'network')))
    await expect(sendChanges([addition], { ...lost, entries: [] })).rejects.toThrow('network')
    const waiting = lost.device.waiting
    expect(waiting).toEqual([{ ...addition, sent: true }])
    const api = recorder(waiting)
    const saved = entry({ id: 9, service: 'New', account: 'a', secret: 'MFRGG' })
    expect(await sendChanges(waiting, { ...api, entries: [saved] })).toBe(1)
    expect(api.asked).toEqual([])
    expect(await sendChanges(waiting, { ...api, entries: [] })).toBe(1)
    expect(api.asked).toHaveLength(1)
  })
})

test('an edit that is made anew while it is being sent stays', async () => {
  const first = edit(entry(), { account: 'eve' })
  const second = edit(entry({ account: 'eve' }), { notes: 'later' })
  const api = recorder([first], async () => api.keep(changes => queued(changes, second)))
  expect(await sendChanges([first], { ...api, entries: [entry()] })).toBe(1)
  expect(api.device.waiting).toMatchObject([{ body: { account: 'eve', notes: 'later' } }])
})

test('wrong passphrases wait longer each time, from the third on, and never more than five minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(waitAfter)).toEqual([0, 0, 5, 10, 20, 40, 300])
})
