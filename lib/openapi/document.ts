import type { z } from 'zod'
import { versions } from '../boot'
import { env } from '../env'
import type { Endpoint, Method } from '../http/endpoint'
import { exampleOf, type JsonSchema } from './examples'
import { type Answer, HEADERS, type Media, refusalOf, responsesOf } from './responses'
import { type CodeSample, codeSamples } from './samples'
import { toSchema } from './schema'

export type Parameter = {
  name: string
  in: 'path' | 'query'
  required: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}

export type Operation = {
  operationId: string
  summary: string
  tags: string[]
  parameters: Parameter[]
  requestBody?: { required: true; content: Record<string, Media> }
  responses: Record<string, Answer>
  security: Record<string, string[]>[]
  'x-rate-limit'?: string
  'x-codeSamples': CodeSample[]
}

export type ApiDocument = {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string; license: object }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object; headers: Record<string, object> }
}

/** A route file: each verb is a function that carries its endpoint and its place. */
export type RouteModule = Record<string, unknown>

let built: Promise<ApiDocument> | undefined

/**
 * The whole API as OpenAPI 3.1, from the declarations that the routes themselves are checked by. The list of route files
 * is written by `scripts/build.ts`, so that none can be missing. Built at the first request, and then kept.
 */
export function apiDocument(): Promise<ApiDocument> {
  built ??= import('../generated/routes').then(({ routes }) => buildDocument(routes))
  return built
}

let written: Promise<string> | undefined

/** As {@link apiDocument}, in JSON. */
export function apiDocumentText(): Promise<string> {
  written ??= apiDocument().then(document => JSON.stringify(document))
  return written
}

export function buildDocument(routes: RouteModule[]): ApiDocument {
  const paths: ApiDocument['paths'] = {}
  const spoken = new Map<string, Endpoint>()
  for (const { method, path, endpoint } of routes.flatMap(endpointsOf)) {
    for (const each of [endpoint, ...(endpoint.alternatives ?? [])]) spoken.set(each.dialect.name, each)
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(method, path, endpoint) }
  }
  const used = new Set(Object.values(paths).flatMap(place => Object.values(place).flatMap(({ tags }) => tags)))
  const names = Object.keys(DOCUMENTS).flatMap(dialect =>
    [...used].filter(tag => tag.startsWith(titleOf(dialect))).sort(),
  )
  return {
    openapi: '3.1.1',
    info: {
      title: 'Latchkey',
      version: versions().latchkey,
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: env().origin }],
    tags: names.map(name => ({ name, description: aboutTag(name) })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a.localeCompare(b))),
    components: {
      schemas: Object.fromEntries(
        [...spoken].map(([name, { dialect }]) => [refusalOf(name), toSchema(dialect.failure, 'output')]),
      ),
      securitySchemes: SECURITY,
      headers: HEADERS,
    },
  }
}

const METHODS: Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function endpointsOf(module: RouteModule) {
  return METHODS.flatMap(method => {
    const handler = module[method] as { endpoint?: Endpoint; path?: string } | undefined
    if (!handler?.endpoint || !handler.path || handler.path.endsWith('(unknown)')) return []
    return [{ method, path: handler.path, endpoint: handler.endpoint }]
  })
}

function operationOf(method: Method, path: string, endpoint: Endpoint): Operation {
  const all = endpoint.alternatives?.length ? endpoint.alternatives : [endpoint]
  const { policy } = endpoint
  const parameters = [...parametersOf(policy.params, 'path'), ...parametersOf(policy.query, 'query')]
  const body = bodyOf(all)
  const operation = {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next = '') => next.toUpperCase())}`,
    summary: [...new Set(all.map(({ policy }) => policy.summary))].join('; or '),
    tags: all.map(({ dialect }) => `${titleOf(dialect.name)}: ${areaOf(path)}`),
    parameters,
    ...(body && { requestBody: body }),
    responses: responsesOf(all),
    security: securityOf(endpoint),
    ...(policy.limit && { 'x-rate-limit': policy.limit }),
  }
  return { ...operation, 'x-codeSamples': codeSamples(env().origin, method, path, operation) }
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Parameter[] {
  if (!schema) return []
  const { properties = {}, required = [] } = toSchema(schema, 'input')
  return Object.entries(properties).map(([name, { description, ...inner }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description && { description }),
    schema: inner,
    example: exampleOf(inner),
  }))
}

function bodyOf(endpoints: Endpoint[]): Operation['requestBody'] {
  const schemas = endpoints.flatMap(({ policy }) => (policy.body ? [toSchema(policy.body, 'input')] : []))
  const [schema] = schemas
  if (!schema) return undefined
  const type = endpoints[0]?.policy.form ? 'multipart/form-data' : 'application/json'
  const media = { schema: schemas.length > 1 ? { anyOf: schemas } : schema, example: exampleOf(schema) }
  return { required: true, content: { [type]: media } }
}

function securityOf({ policy }: Endpoint): Operation['security'] {
  if (policy.who) return [{ accessToken: policy.who === 'admin' ? ['administrator'] : [] }]
  if (policy.scope) return [{ personalAccessToken: [policy.scope] }, { accessToken: [] }]
  return []
}

/** The documents, by the systems whose clients they serve. */
const DOCUMENTS: Record<string, [title: string, about: string]> = {
  fortytwo: ['42 API', 'Documents 000 and 001: sign-in, second factors and 42 Intra as a Django back end says it.'],
  hasura: ['hasura-backend-plus', 'Document 002: e-mail accounts, tickets and MFA.'],
  twofauth: ['2FAuth', 'Document 003: the vault. Takes a personal access token, or the access token of a session.'],
  simplejwt: ['simplejwt', 'Document 004: token pairs in the body.'],
  native: ['Latchkey', 'What the pages of Latchkey use themselves; refusals are problem details (RFC 9457).'],
}

const ABOUT = `Sign-in, second factors, 42 Intra linking and an authenticator vault, in four dialects and Latchkey's own.
Every endpoint answers at its documented path and below /api, with and without the trailing slash.`

const titleOf = (dialect: string) => DOCUMENTS[dialect]?.[0] ?? dialect
const aboutTag = (tag: string) => Object.values(DOCUMENTS).find(([title]) => tag.startsWith(`${title}:`))?.[1] ?? ''

/** The part of the path that names what it is about: `/api/v1/settings/{name}` is about `settings`. */
function areaOf(path: string): string {
  const [first = ''] = path.replace(/^\/(api\/(v1\/)?|oauth\/)?/, '').split('/')
  return first.replace(/^\./, '')
}

const SECURITY = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of a session: fifteen minutes, ES256, keys at /.well-known/jwks.json.',
  },
  personalAccessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'lk_…',
    description: 'A personal access token with the scope that is named, or with none, which means all.',
  },
}
