import type { z } from 'zod'
import { Failure, type Issue } from '../core/failures'

/** The three places from which a request brings its input, each with the shape that the document gives it. */
export type InputSchemas = { params?: z.ZodObject; query?: z.ZodObject; body?: z.ZodObject }

/**
 * Checks what a request brought and merges it, the path over the body over the query.
 *
 * @throws Failure `invalid_input` with every fault of every field.
 */
export function parseInput(schemas: InputSchemas, given: { params: unknown; query: URLSearchParams; body: unknown }) {
  const issues: Issue[] = []
  const check = (schema: z.ZodObject | undefined, value: unknown): object => {
    if (!schema) return {}
    const malformed = findMalformedText(value, [])
    if (malformed) issues.push(malformed)
    const result = schema.safeParse(value, { reportInput: true })
    if (!result.success) issues.push(...withoutSequels(result.error.issues.flatMap(toIssues)))
    return result.success ? result.data : {}
  }
  const query = check(schemas.query, toObject(given.query))
  const body = check(schemas.body, given.body)
  const params = check(schemas.params, given.params)
  if (issues.length) throw new Failure('invalid_input', { issues })
  return { ...query, ...body, ...params }
}

/** A parameter that is sent twice is a list, so that a check does not look at one and the work at the other. */
function toObject(query: URLSearchParams): object {
  const names = [...new Set(query.keys())]
  return Object.fromEntries(
    names.map(name => {
      const values = query.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

/** NUL and half a surrogate pair cannot be stored as they are; two names that differ only there would become one. */
function findMalformedText(value: unknown, path: (string | number)[]): Issue | undefined {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed()
      ? { path, fault: 'characters', message: 'Null characters are not allowed.' }
      : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = findMalformedText(key, path) ?? findMalformedText(member, [...path, key])
    if (found) return found
  }
  return undefined
}

/** What is not there, or of another type, has no length and no format to complain about. */
function withoutSequels(issues: Issue[]): Issue[] {
  const nameOf = ({ path }: Issue) => path.join('.')
  const absent = new Set(issues.filter(({ fault }) => /^(missing|null|type)$/.test(fault)).map(nameOf))
  return issues.filter(issue => /^(missing|null|type)$/.test(issue.fault) || !absent.has(nameOf(issue)))
}

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map(part => (typeof part === 'number' ? part : String(part)))
  const { message } = issue
  switch (issue.code) {
    case 'invalid_type':
      if (isOwn(message)) return [{ path, fault: 'custom', message, own: true }]
      if (issue.input === undefined) return [{ path, fault: 'missing', message }]
      if (issue.input === null) return [{ path, fault: 'null', expected: issue.expected, message }]
      return [{ path, fault: 'type', expected: issue.expected, given: typeOf(issue.input), message }]
    case 'too_small':
      return [tooSmall(path, issue, message)]
    case 'too_big': {
      const fault = issue.origin === 'string' ? 'too_long' : 'too_big'
      return [{ path, fault, expected: issue.origin, limit: Number(issue.maximum), message }]
    }
    case 'invalid_format':
      return [
        { path, fault: issue.input === '' ? 'blank' : 'format', expected: issue.format, message, own: isOwn(message) },
      ]
    case 'invalid_value':
      return [{ path, fault: 'choice', message, own: isOwn(message) }]
    case 'unrecognized_keys':
      return issue.keys.map(key => ({ path: [...path, key], fault: 'unknown_key', message }))
    default:
      return [toCustom(path, issue, message)]
  }
}

/** Zod's own words begin so; any others are the document's. */
const isOwn = (message: string) => !message.startsWith('Invalid ')

function tooSmall(path: Issue['path'], issue: z.core.$ZodIssueTooSmall, message: string): Issue {
  if (issue.origin !== 'string')
    return { path, fault: 'too_small', expected: issue.origin, limit: Number(issue.minimum), message }
  return { path, fault: issue.input === '' ? 'blank' : 'too_short', limit: Number(issue.minimum), message }
}

/** A schema's own check says with `params` which of the known faults it found. */
function toCustom(path: Issue['path'], issue: z.core.$ZodIssue, message: string): Issue {
  const params = issue.code === 'custom' ? (issue.params as Partial<Issue> | undefined) : undefined
  return { path, fault: 'custom', message, ...params }
}
