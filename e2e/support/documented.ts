import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js'
import type { Answer } from './http'

type Response = { content?: Record<string, { schema?: object }> }
export type Operation = {
  operationId: string
  tags: string[]
  parameters?: { name: string; in: 'path' | 'query'; example?: unknown }[]
  requestBody?: { content: Record<string, { example?: unknown }> }
  responses: Record<string, Response>
  'x-codeSamples': { lang: string; source: string }[]
}
export type ApiDocument = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

/** Compares answers with what the OpenAPI document of the product under test says about them. */
export type Agreement = {
  document: ApiDocument
  /** What is wrong with an answer; undefined where it agrees, or is of no documented operation. */
  complaint(method: string, path: string, answer: Pick<Answer, 'status' | 'text' | 'header'>): string | undefined
}

export function readAgreement(document: ApiDocument): Agreement {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false })
  ajv.addSchema({ $id: 'api', components: document.components })
  const compiled = new Map<object, ValidateFunction>()
  const validator = (schema: object) => {
    const known = compiled.get(schema) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')))
    compiled.set(schema, known)
    return known
  }
  const places = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: patternOf(path),
    parameters: path.split('{').length,
    operations,
  }))
  places.sort((a, b) => a.parameters - b.parameters)
  return {
    document,
    complaint(method, path, { status, text, header }) {
      const operation = places.find(({ pattern }) => pattern.test(path))?.operations[method.toLowerCase()]
      if (!operation || (status >= 300 && status < 400) || !header('x-request-id')) return undefined
      const documented = operation.responses[status] ?? (status < 300 ? undefined : operation.responses.default)
      const what = `${method} ${path} → ${status} ${text.slice(0, 500)}`
      if (!documented) return `${what}: a status that is not documented`
      const types = Object.keys(documented.content ?? {})
      if (!types.length) return text ? `${what}: a body that is not documented` : undefined
      const type = header('content-type')?.split(';')[0] ?? ''
      if (!types.includes(type)) return `${what}: ${type} in place of ${types}`
      const validate = validator(documented.content?.[type]?.schema ?? {})
      const body: unknown = type.endsWith('json') ? JSON.parse(text) : text
      return validate(body) ? undefined : `${what}: ${ajv.errorsText(validate.errors)}`
    },
  }
}

/** A documented path in all its spellings, with or without a query. */
function patternOf(path: string): RegExp {
  const plain = path.replace(/^\/api(?=\/)/, '').replace(/\/$/, '')
  const escaped = plain.replaceAll(/[.*+?^$|()[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/?]+')
  return new RegExp(`^${path.startsWith('/api/') ? '/api' : '(/api)?'}${escaped}/?(\\?.*)?$`)
}
