import { expect } from '@playwright/test'
import type { DialectName } from './endpoints'
import type { Answer } from './http'

/** What holds of every answer of the API, whatever it says. */
export function expectHouseRules(answer: Answer) {
  expect(answer.count('x-request-id'), 'X-Request-Id').toBe(1)
  expect(answer.header('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(answer.header('x-content-type-options')).toBe('nosniff')
  expect(answer.header('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(answer.header('referrer-policy')).toBe('no-referrer')
  expect(answer.header('cross-origin-resource-policy')).toBe('same-origin')
  expect(answer.header('cross-origin-opener-policy')).toBe('same-origin')
  expect(answer.header('permissions-policy')).toBeTruthy()
  expect(answer.header('cache-control')).toBeTruthy()
  expect(answer.header('x-powered-by')).toBeUndefined()
  expect(answer.header('server')).toBeUndefined()
  expect(answer.header('access-control-allow-origin')).toBeUndefined()
  if (answer.text) expect(answer.header('content-type')).toMatch(/charset=utf-8$|^application\/problem\+json$/)
  else expect(answer.header('content-type')).toBeUndefined()
}

/** A refusal in the words of its document. @param code the refusal's stable code. */
export function expectRefusal(answer: Answer, dialect: DialectName, status: number, code: string) {
  expect(answer.status, answer.text).toBe(status)
  expectHouseRules(answer)
  expect(answer.header('cache-control')).toBe('no-store')
  const body = answer.json as Record<string, unknown>
  switch (dialect) {
    case 'fortytwo':
      expect(Object.keys(body).sort()).toEqual(['code', 'message' in body ? 'message' : 'detail'])
      break
    case 'twofauth':
      expect(
        Object.keys(body)
          .filter(key => key !== 'reason')
          .sort(),
      ).toEqual(['code', 'message'])
      break
    case 'simplejwt':
      expect(Object.keys(body).sort()).toEqual(['code', 'detail'])
      break
    case 'hasura':
      expect(body).toEqual({ statusCode: status, error: expect.any(String), message: expect.any(String), code })
      break
    case 'native':
      expect(answer.header('content-type')).toBe('application/problem+json')
      expect(body).toMatchObject({ type: 'about:blank', status, title: expect.any(String) })
      expect(body.request_id).toBe(answer.header('x-request-id'))
  }
  expect(body.code).toBe(code)
}

/** The whole body of a refusal of document 002, as Boom writes it. */
export function expectBoom(answer: Answer, statusCode: number, error: string, message: string, code: string) {
  expect(answer.status, answer.text).toBe(statusCode)
  expectHouseRules(answer)
  expect(answer.json).toEqual({ statusCode, error, message, code })
}
