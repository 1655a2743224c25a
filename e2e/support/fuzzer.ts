import type { ApiDocument, Operation } from './documented'
import { BODIES, CONTENT_TYPES, HEADERS, TEXTS, VALUES } from './hostile'
import { type Random, random } from './random'

/** One request, made up. */
export type Shot = {
  method: string
  path: string
  /** Whether the path is one that a document prints, well-formed, in one of its spellings. */
  isDocumented: boolean
  headers: Record<string, string>
  body: Buffer | undefined
  /** Whether the body is sent in chunks, without a length. */
  isChunked: boolean
  /** Who sends it. */
  who: Caller
}

type Caller = 'nobody' | 'user' | 'program' | 'administrator'

const CALLERS: Caller[] = ['nobody', 'user', 'program', 'administrator']

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'get']

/** Makes up requests to all places of a document, the same ones for the same seed. */
export function createFuzzer(document: ApiDocument, seed: number): () => Shot {
  const dice = random(seed)
  const places = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  let shots = 0
  return () => {
    // Each place gets its turn.
    const place = places[shots++ % places.length] as (typeof places)[number]
    const method = dice.chance(0.75) ? place.method : dice.pick(METHODS)
    const spelt = spell(fill(place.path, place.operation, dice), dice)
    const disturbed = dice.chance(0.1) ? disturb(spelt, dice) : spelt
    const hasBody = place.operation.requestBody ? dice.chance(0.95) : dice.chance(0.15)
    return {
      method,
      path: disturbed + (dice.chance(0.3) ? query(place.operation, dice) : ''),
      isDocumented: disturbed === spelt,
      ...(hasBody ? bodyOf(place.operation, dice) : { headers: {}, body: undefined, isChunked: false }),
      who: dice.pick(CALLERS),
    }
  }
}

const fill = (path: string, operation: Operation, dice: Random) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const example = operation.parameters?.find(parameter => parameter.name === name)?.example
    return encodeURIComponent(dice.chance(0.5) ? String(example ?? '1') : dice.pick(TEXTS).slice(0, 500)) || 'x'
  })

/** With and without the slash at the end, and with and without /api. */
function spell(path: string, dice: Random): string {
  const plain = path.replace(/\/$/, '')
  const mounted = !plain.startsWith('/api/') && dice.chance(0.3) ? `/api${plain}` : plain
  return dice.chance(0.7) ? mounted + path.slice(plain.length) : dice.pick([mounted, `${mounted}/`])
}

/** Something that is no such path any more, or only looks as if. */
function disturb(path: string, dice: Random): string {
  const at = dice.below(path.length)
  const bit = dice.pick(['/', '//', '/./', '/../', '%2e%2e/', '%2F', '%00', '%ff', '%', ';x=1', '%25', '\\', '.json'])
  return dice.chance(0.2) ? path.toUpperCase() : `/${(path.slice(0, at) + bit + path.slice(at)).slice(1)}`
}

function query(operation: Operation, dice: Random): string {
  const known = operation.parameters?.flatMap(parameter => (parameter.in === 'query' ? [parameter.name] : [])) ?? []
  const name = () => dice.pick([...known, ...known, 'page', 'a[__proto__][x]', '__proto__', '', 'ids'])
  const pair = () => `${encodeURIComponent(name())}=${encodeURIComponent(dice.pick(TEXTS).slice(0, 300))}`
  return `?${Array.from({ length: 1 + dice.below(3) }, pair).join('&')}`
}

function bodyOf(operation: Operation, dice: Random) {
  const [[type, media] = ['application/json', {}]] = Object.entries(operation.requestBody?.content ?? {})
  const text = dice.chance(0.2) ? dice.pick(BODIES) : JSON.stringify(mutate(media.example ?? {}, dice))
  const contentType = dice.chance(0.85) ? type : dice.pick(CONTENT_TYPES)
  const some = Object.fromEntries(HEADERS.filter(() => dice.chance(0.04)))
  const headers = { ...some, ...(contentType && { 'content-type': contentType }) }
  return { headers, body: Buffer.isBuffer(text) ? text : Buffer.from(text), isChunked: dice.chance(0.1) }
}

/** An example of what is wanted, with some members spoilt, lost, or of another kind. */
function mutate(example: unknown, dice: Random): unknown {
  if (dice.chance(0.05) || typeof example !== 'object' || example === null) return dice.pick(VALUES)
  const members = Object.entries(example).flatMap(([name, value]) => {
    if (dice.chance(0.6)) return [[name, value]]
    return dice.chance(0.2) ? [] : [[name, dice.chance(0.5) ? dice.pick(TEXTS) : dice.pick(VALUES)]]
  })
  if (dice.chance(0.15)) members.push([dice.pick(['id', 'role', 'userId', 'constructor', '']), dice.pick(VALUES)])
  return Object.fromEntries(members)
}
