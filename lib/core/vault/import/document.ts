import { type Bytes, textOf } from '../bytes'

/** A file or a pasted text, read as far as every format wants it. */
export type Document = {
  bytes: Bytes
  /** Undefined for what is not UTF-8. */
  text: string | undefined
  /** Undefined for what is not JSON, or is nested deeper than any export. */
  json: unknown
}

const MAX_DEPTH = 32

/** Runs in the browser, too. */
export function documentOf(input: string | Uint8Array): Document {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : Uint8Array.from(input)
  const text = textOf(bytes)?.trim()
  return { bytes, text, json: text === undefined ? undefined : readJson(text) }
}

/** Reads JSON that is no deeper than 32. Runs in the browser, too. @returns undefined for anything else. */
export function readJson(text: string): unknown {
  if (!/^[[{]/.test(text) || depthOf(text) > MAX_DEPTH) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a list, by a key of theirs that holds text. */
export function byKey(list: unknown, key: string): Map<string, JsonObject> {
  const objects = Array.isArray(list) ? list.filter(isObject) : []
  return new Map(objects.flatMap(object => (typeof object[key] === 'string' ? [[object[key], object] as const] : [])))
}

/** How deep brackets are nested, those within strings aside. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (quoted) {
      if (code === 0x5c) index++
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (code === 0x7d || code === 0x5d) depth--
  }
  return deepest
}
