import type { JsonSchema } from './examples'

/** The members of an object, or of the objects of a list or a choice, one line each. */
export function fieldsOf(
  schema: JsonSchema,
): { name: string; type: string; required: boolean; description?: string }[] {
  if (schema.items) return fieldsOf(schema.items)
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) {
    const all = variants.flatMap(fieldsOf)
    return all.filter(({ name }, index) => all.findIndex(other => other.name === name) === index)
  }
  return Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    name,
    type: typeOf(member),
    required: schema.required?.includes(name) ?? false,
    ...(member.description && { description: member.description }),
  }))
}

function typeOf({ type, items, anyOf, enum: choices, const: only, format }: JsonSchema): string {
  if (only !== undefined) return JSON.stringify(only)
  if (choices) return choices.map(choice => JSON.stringify(choice)).join(' | ')
  if (anyOf) return anyOf.map(typeOf).join(' | ')
  if (items) return `${typeOf(items)}[]`
  return [...[type ?? 'any'].flat(), ...(format ? [`(${format})`] : [])].join(' ')
}
