/** The part of JSON Schema that zod writes. */
export type JsonSchema = {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  additionalProperties?: unknown
  enum?: unknown[]
  const?: unknown
  default?: unknown
  examples?: unknown[]
  description?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  $ref?: string
}

/** A value that a schema takes: its own example, else the simplest one of its type. */
export function exampleOf(schema: JsonSchema): unknown {
  if (schema.examples?.length) return schema.examples[0]
  for (const key of ['const', 'default'] as const) if (schema[key] !== undefined) return schema[key]
  if (schema.enum?.length) return schema.enum[0]
  const variant = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.[0]
  if (variant) return exampleOf(variant)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return schema.items ? [exampleOf(schema.items)] : []
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return schema.format === 'uuid' ? '0175b2e2-b6b5-4d3f-a5db-5b2d4bfc2ce7' : 'text'
  }
}

/** What has to be there, and what has an example of its own. */
function objectOf({ properties = {}, required = [] }: JsonSchema): object {
  const members = Object.entries(properties).filter(([name, { examples }]) => required.includes(name) || examples)
  return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member)]))
}
