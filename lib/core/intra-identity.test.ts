import { expect, test } from 'vitest'
import { readIntraProfile } from './intra-identity'

const profile = { id: 104201, login: 'marvin', email: 'Marvin@Student.42.example', image: null }

test('takes the number as text, and the two names', () => {
  expect(readIntraProfile(profile)).toEqual({ id: '104201', login: 'marvin', email: 'marvin@student.42.example' })
})

test.each([
  undefined,
  null,
  'text',
  [],
  [profile],
  {},
  ...[undefined, null, 0, -1, 1.5, 1e21, 2 ** 53, Number.NaN, '104201', [104201], { $ne: 1 }, true].map(id => ({
    ...profile,
    id,
  })),
])('OAU-17 refuses a profile without a usable number: %j', odd => {
  expect(() => readIntraProfile(odd)).toThrow()
})

test.each([
  [{ login: undefined }, { login: null }],
  [{ login: { a: 1 } }, { login: null }],
  [{ login: '<script>' }, { login: null }],
  [{ login: 'x'.repeat(65) }, { login: null }],
  [{ email: undefined }, { email: null }],
  [{ email: null }, { email: null }],
  [{ email: ['a@b.example'] }, { email: null }],
  [{ email: 'a@b.example,c@d.example' }, { email: null }],
  [{ email: `${'x'.repeat(300)}@b.example` }, { email: null }],
])('what is odd beside the number counts as missing: %j', (odd, expected) => {
  expect(readIntraProfile({ ...profile, ...odd })).toMatchObject({ id: '104201', ...expected })
})
