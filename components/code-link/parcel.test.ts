import { expect, test } from 'vitest'
import { codeAt, openParcel, type Parcel, sealParcel } from './parcel'

const parcel: Parcel = {
  service: 'Übersicht',
  account: 'marvin@example.com',
  codes: [
    { from: 90, code: '111111' },
    { from: 120, code: '222222' },
  ],
  until: 150,
}

test('a parcel opens with its own key and with no other', () => {
  const one = sealParcel(parcel)
  const other = sealParcel(parcel)
  expect(openParcel(one.parcel, one.key)).toEqual(parcel)
  expect(openParcel(one.parcel, other.key)).toBeUndefined()
  expect(openParcel(`A${one.parcel.slice(1)}`, one.key)).toBeUndefined()
  expect(openParcel(one.parcel, '')).toBeUndefined()
  expect(one.parcel).not.toBe(other.parcel)
})

test.each([
  [100, { code: '111111', secondsLeft: 20 }],
  [119.5, { code: '111111', secondsLeft: 1 }],
  [120, { code: '222222', secondsLeft: 30 }],
  [149, { code: '222222', secondsLeft: 1 }],
  [150, undefined],
  [80, undefined],
])('at %d the code that counts is %j', (now, expected) => {
  expect(codeAt(parcel, now)).toEqual(expected)
})
