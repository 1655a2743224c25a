import type { Endpoint } from '../http/endpoint'
import type { JsonSchema } from './examples'
import { toSchema } from './schema'

export type Media = { schema: JsonSchema; example?: unknown }
export type Answer = { description: string; headers?: Record<string, object>; content?: Record<string, Media> }

/** The documented statuses of what may answer at one place, and any other refusal. */
export function responsesOf(endpoints: Endpoint[]): Record<string, Answer> {
  const statuses = [...new Set(endpoints.flatMap(({ policy }) => policy.returns))].sort()
  const failing = statuses.filter(status => status >= 300)
  const good = statuses.filter(status => status < 300)
  return Object.fromEntries<Answer>([
    ...good.map((status): [string, Answer] => [String(status), success(status, endpoints)]),
    ...failing.map((status): [string, Answer] => [String(status), refusal(endpoints, PHRASES[status] ?? 'Refused')]),
    ['default', refusal(endpoints, 'Any other refusal: throttled, not signed in, not found, or a fault of ours')],
  ])
}

function success(status: number, endpoints: Endpoint[]): Answer {
  const headers = headersOf(endpoints)
  const schemas = endpoints.flatMap(({ policy }) => (policy.answer ? [toSchema(policy.answer, 'output')] : []))
  const description = PHRASES[status] ?? 'Done'
  const media = endpoints.flatMap(({ policy }) => policy.media ?? [])
  if (media.length)
    return { description, headers, content: Object.fromEntries(media.map(type => [type, { schema: {} }])) }
  const [schema] = schemas
  if (!schema || status === 204) return { description, headers }
  const type = schema.type === 'string' ? 'text/html' : 'application/json'
  return { description, headers, content: { [type]: { schema: schemas.length > 1 ? { anyOf: schemas } : schema } } }
}

function refusal(endpoints: Endpoint[], description: string): Answer {
  const bodies = endpoints.map(({ dialect }) => ({ $ref: `#/components/schemas/${refusalOf(dialect.name)}` }))
  const type = endpoints[0]?.dialect.name === 'native' ? 'application/problem+json' : 'application/json'
  const headers = { ...headersOf(endpoints), 'Retry-After': { $ref: '#/components/headers/Retry-After' } }
  const [schema] = bodies
  return {
    description,
    headers,
    content: { [type]: { schema: bodies.length > 1 ? { anyOf: bodies } : (schema ?? {}) } },
  }
}

function headersOf(endpoints: Endpoint[]) {
  const names = [
    'X-Request-Id',
    ...(endpoints.some(({ policy }) => policy.limit) ? ['RateLimit', 'RateLimit-Policy'] : []),
    ...(endpoints.some(({ dialect }) => dialect.rateHeaders) ? ['X-RateLimit-Limit', 'X-RateLimit-Remaining'] : []),
  ]
  return Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))
}

/** The name of a dialect's refusals among the schemas. */
export const refusalOf = (dialect: string) => `${dialect[0]?.toUpperCase()}${dialect.slice(1)}Refusal`

const PHRASES: Record<number, string> = {
  200: 'Done',
  201: 'Made',
  204: 'Done; there is nothing to say',
  400: 'The request is not right',
  401: 'Not signed in, or what was sent is no longer good',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'It does not go together with what is there',
  422: 'A field is not right',
  500: 'Something broke',
}

const text = (description: string) => ({ description, schema: { type: 'string' } })
const number = (description: string) => ({ description, schema: { type: 'integer' } })

/** What answers carry beside their bodies. */
export const HEADERS = {
  'X-Request-Id': text('Names the request to those who help.'),
  RateLimit: text('What is left: `"default";r=5;t=60`.'),
  'RateLimit-Policy': text('What is allowed: `"default";q=6;w=60`.'),
  'X-RateLimit-Limit': number('What is allowed in a minute.'),
  'X-RateLimit-Remaining': number('What is left of it.'),
  'Retry-After': number('Seconds until another try makes sense.'),
}
