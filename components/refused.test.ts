import { describe, expect, test } from 'vitest'
import { isOfSession, refusalOf } from './refused'

const refusal = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  refusalOf(new Response(null, { status, headers }), body)

describe('a refusal is understood in every dialect', () => {
  test.each([
    ['native', 400, { code: 'weak_password' }, 'weak_password'],
    ['document 000, without a token', 401, { message: 'Unauthorized' }, 'not_authenticated'],
    ['document 003, without a token', 401, { message: 'Unauthenticated.' }, 'not_authenticated'],
    ['document 004, with a token that has run out', 401, { code: 'token_not_valid' }, 'invalid_token'],
    ['document 003, with faults', 422, { errors: { secret: ['must be Base32'] } }, 'invalid_input'],
    ['too many', 429, undefined, 'throttled'],
    ['a proxy in between', 502, '<html>', 'unavailable'],
  ])('%s', (_, status, body, code) => {
    expect(refusal(status, body).code).toBe(code)
  })

  test('faults are told by field, whether they come as a list or as sentences by field', () => {
    const faults = [{ field: 'name', fault: 'length', limit: 3 }]
    expect(refusal(400, { errors: faults }).details.errors).toEqual(faults)
    expect(refusal(422, { errors: { secret: ['must be Base32'] } }).details.errors).toEqual([
      { field: 'secret', fault: 'format' },
    ])
  })

  test('how long to wait and how to name the request come from its headers', () => {
    const { details } = refusal(429, undefined, { 'retry-after': '7', 'x-request-id': 'abc' })
    expect(details).toEqual({ retryAfter: 7, requestId: 'abc' })
  })
})

test('a wrong password ends no session; a token that is no longer good does', () => {
  expect(isOfSession(refusal(401, { code: 'invalid_credentials' }))).toBe(false)
  expect(isOfSession(refusal(401, { code: 'invalid_token' }))).toBe(true)
  expect(isOfSession(refusal(401, undefined))).toBe(true)
})
