import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClock } from './clock'
import { currentCode, grouped, secondsLeft, spoken } from './codes'
import { entryOf, groupsOf, type VaultEntry } from './entries'
import { type KeyPlace, keyAct, neighbour } from './keys'
import { type Arrangement, arranged, found } from './listing'
import { placeAt, reordered } from './order'

const entry = (wishes: Partial<VaultEntry> = {}): VaultEntry => ({
  ...{ id: 1, groupId: null, service: 'GitHub', account: 'ada', icon: null, otpType: 'totp', digits: 8 },
  ...{ algorithm: 'sha1', period: 30, counter: null, pinned: false, note: '', uses: 0, usedAt: 0 },
  ...wishes,
})

/** The secret of RFC 6238, appendix B. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('codes', () => {
  test('are computed here from the secret, with the next one (RFC 6238)', () => {
    expect(currentCode(entry({ secret: RFC_SECRET }), 59)).toMatchObject({ password: '94287082' })
    expect(currentCode(entry({ secret: RFC_SECRET }), 29)?.next).toBe('94287082')
  })

  test('that were fetched are shown in their own step and the next one, and never later', () => {
    const fetched = { password: '111111', next_password: '222222', generated_at: 60 }
    const at = (seconds: number) => currentCode(entry(), seconds, fetched)?.password
    expect([at(59), at(60), at(89), at(90), at(119), at(120)]).toEqual([
      undefined,
      '111111',
      '111111',
      '222222',
      '222222',
      undefined,
    ])
  })

  test('by counter stay until the next one is asked for', () => {
    const counted = entry({ otpType: 'hotp', period: null, counter: 1, secret: RFC_SECRET })
    expect(currentCode(counted, 0)).toBeUndefined()
    expect(currentCode(counted, 9_999_999, { password: '755224' })).toEqual({ password: '755224' })
  })

  test('a secret that makes no code gives none, and breaks nothing', () => {
    expect(currentCode(entry({ secret: '!' }), 0)).toBeUndefined()
  })

  test.each([
    ['123456', 'half', ['123', '456']],
    ['1234567', 'half', ['1234', '567']],
    ['23BCD', 'half', ['23B', 'CD']],
    ['12345678', 2, ['12', '34', '56', '78']],
    ['123456', 'none', ['123456']],
  ] as const)('%s is shown by %s', (code, by, parts) => {
    expect(grouped(code, by)).toEqual(parts)
    expect(grouped(code, by).join('')).toBe(code)
  })

  test('are read digit by digit', () => {
    expect(spoken('012345')).toBe('0 1 2 3 4 5')
  })

  test('run down from the whole period to one second', () => {
    expect([0, 1, 29, 30].map(seconds => secondsLeft(30, seconds))).toEqual([30, 29, 1, 30])
  })
})

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 10_300 }))
  afterEach(() => void vi.useRealTimers())

  test('has one timer for any number of listeners, and none without', () => {
    const clock = createClock()
    const ends = Array.from({ length: 1000 }, () => clock.subscribe(() => undefined))
    expect(vi.getTimerCount()).toBe(1)
    for (const end of ends) end()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('ticks at the full seconds of the server', () => {
    const clock = createClock()
    clock.setAhead(5300)
    const ticks: number[] = []
    clock.subscribe(() => ticks.push(clock.milliseconds()))
    vi.advanceTimersByTime(2000)
    expect(ticks).toEqual([6000, 7000])
  })

  test('takes a difference that could be measuring for none', () => {
    const clock = createClock()
    clock.setAhead(1900)
    expect(clock.milliseconds()).toBe(10_300)
  })
})

describe('what is listed', () => {
  const groups = [{ id: 7, name: 'Work', count: 1 }]
  const entries = [
    entry({ id: 1, service: 'Zürich', uses: 1 }),
    entry({ id: 2, service: 'amazon', groupId: 7, uses: 5 }),
    entry({ id: 3, service: null, account: 'Émile', note: 'for the bank' }),
    entry({ id: 4, service: 'Bitbucket', pinned: true }),
  ]
  const idsOf = (shown: VaultEntry[]) => shown.map(({ id }) => id)
  const ids = (arrangement: Arrangement) => idsOf(arranged(entries, arrangement))
  const finds = (search: string, groupId = 0) => idsOf(found(entries, groups, groupId, search))

  test('stands in its order, pinned first', () => expect(ids({ sort: 'order' })).toEqual([4, 1, 2, 3]))
  test('by name, whatever case and accents', () => expect(ids({ sort: 'name' })).toEqual([4, 2, 3, 1]))
  test('by name, backwards', () => expect(ids({ sort: 'name', descending: true })).toEqual([4, 1, 3, 2]))
  test('by use', () => expect(ids({ sort: 'use' })).toEqual([4, 2, 1, 3]))
  test('of one group', () => expect([finds('', 7), finds('git', 7)]).toEqual([[2], []]))
  test.each([
    ['zurich', [1]],
    ['EMILE bank', [3]],
    ['work', [2]],
    ['ada', [1, 2, 4]],
    ['nothing', []],
  ])('that "%s" finds', (search, shown) => expect(finds(search)).toEqual(shown))
})

describe('order', () => {
  test.each([
    [[1, 2, 3, 4], [1, 2, 3, 4], 4, 0, [4, 1, 2, 3]],
    [[1, 2, 3, 4], [1, 2, 3, 4], 1, 2, [2, 3, 1, 4]],
    [[1, 2, 3, 4], [1, 2, 3, 4], 1, 9, [2, 3, 4, 1]],
    [[1, 2, 3, 4], [2, 4], 4, 0, [1, 4, 2, 3]],
    [[1, 2, 3, 4], [1, 3], 1, 1, [2, 3, 1, 4]],
    [[5], [5], 5, 0, [5]],
  ])('%j, of which %j are shown: %i goes to place %i', (order, shown, id, place, expected) => {
    expect(reordered(order, shown, id, place)).toEqual(expected)
  })

  test('a point belongs to the nearest place', () => {
    const layout = { columns: 3, count: 7, rowHeight: 100, columnWidth: 300 }
    const places = [
      [10, 10],
      [650, 120],
      [10, 900],
      [-5, -5],
    ].map(([x = 0, y = 0]) => placeAt({ x, y }, layout))
    expect(places).toEqual([0, 5, 6, 0])
  })
})

describe('keys', () => {
  const press = (key: string, place: Partial<KeyPlace> = {}, held = {}) =>
    keyAct(
      { key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held },
      { typing: false, onEntry: false, singleKeys: true, ...place },
    )

  test('search, help, and letters that begin a search', () => {
    expect([press('/'), press('?'), press('g'), press('é'), press(' '), press('Enter'), press('Tab')]).toEqual([
      'search',
      'help',
      'type',
      'type',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('on an entry open its actions and move it', () => {
    expect(press('m', { onEntry: true })).toBe('menu')
    expect(press('ContextMenu', { onEntry: true })).toBe('menu')
    expect(press('F10', { onEntry: true }, { shiftKey: true })).toBe('menu')
    expect(press('ArrowUp', { onEntry: true }, { altKey: true })).toBe('move-back')
  })

  test('mean nothing in a field, but Escape clears', () => {
    expect([press('/', { typing: true }), press('m', { typing: true }), press('Escape', { typing: true })]).toEqual([
      undefined,
      undefined,
      'clear',
    ])
  })

  test('belong to the browser with Ctrl or Command', () => {
    expect([press('f', {}, { ctrlKey: true }), press('/', {}, { metaKey: true })]).toEqual([undefined, undefined])
  })

  test('alone mean nothing where single keys are switched off; the menu key still works (WCAG 2.1.4)', () => {
    const off = { singleKeys: false, onEntry: true }
    expect(['/', '?', 'm', 'g'].map(key => press(key, off))).toEqual([undefined, undefined, undefined, undefined])
    expect(press('ContextMenu', off)).toBe('menu')
  })

  test.each([
    ['ArrowDown', 0, 1, 5, 1],
    ['ArrowDown', 4, 1, 5, undefined],
    ['ArrowDown', 1, 3, 7, 4],
    ['ArrowRight', 1, 3, 7, 2],
    ['ArrowRight', 1, 1, 7, undefined],
    ['ArrowUp', 1, 3, 7, undefined],
    ['End', 1, 3, 7, 6],
    ['Home', 5, 3, 7, 0],
    ['PageDown', 0, 1, 5, 4],
    ['a', 0, 1, 5, undefined],
  ])('%s from place %i in %i columns of %i leads to %s', (key, place, columns, count, to) => {
    expect(neighbour(key, place, columns, count)).toBe(to)
  })
})

test('what the API tells becomes an entry; the group of all is not one', () => {
  const said = { ...{ id: 3, group_id: 0, service: null, account: 'a', icon: null, otp_type: 'totp' as const } }
  const whole = { ...said, digits: 6, algorithm: 'sha1' as const, period: 30, counter: null }
  expect(entryOf(whole)).toMatchObject({ id: 3, groupId: null, pinned: false, note: '' })
  expect(groupsOf([{ id: 0, name: 'All', twofaccounts_count: 2 }])).toEqual([])
})
