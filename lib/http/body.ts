import { Failure } from '../core/failures'

/** What a JSON body may weigh unless its route says otherwise, in bytes. */
export const JSON_LIMIT = 64 * 1024

const DEEPEST = 32

/**
 * Reads a JSON body: counted while it streams, UTF-8 and nothing else, not absurdly deep. An empty body is `{}`.
 * Reading twice gives the same.
 *
 * @throws Failure `body_too_large`, `unsupported_media_type`, `malformed_body`
 */
export function readJson(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  let reading = bodies.get(request)
  if (!reading) {
    reading = parse(request, limit)
    bodies.set(request, reading)
  }
  return reading
}

/**
 * Reads a body that may be a form with files (multipart/form-data), or else JSON. @returns texts and `File`s by name.
 *
 * @throws Failure `body_too_large`, `unsupported_media_type`, `malformed_body`
 */
export async function readForm(request: Request, limit: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(type)) return readJson(request, limit)
  const bytes = await readBytes(request, limit)
  try {
    return Object.fromEntries(
      await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData(),
    )
  } catch {
    throw new Failure('malformed_body')
  }
}

const bodies = new WeakMap<Request, Promise<unknown>>()

async function parse(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit)
  if (!bytes.length) return {}
  if (!isJson(request.headers))
    throw new Failure('unsupported_media_type', { given: request.headers.get('content-type') ?? '' })
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    if (isDeeperThan(value, DEEPEST)) throw new Failure('malformed_body')
    return value
  } catch {
    throw new Failure('malformed_body')
  }
}

/**
 * Reads a body of any kind, and gives up as soon as it is too long.
 *
 * @throws Failure `body_too_large`; `malformed_body` when the other side went away half-way
 */
export async function readBytes(message: Request | Response, limit: number): Promise<Uint8Array> {
  const { headers, body } = message
  if (Number(headers.get('content-length')) > limit) throw new Failure('body_too_large')
  const reader = body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (let chunk = await next(reader); chunk; chunk = await next(reader)) {
    length += chunk.length
    if (length > limit) {
      void ('method' in message ? discardRest(reader) : reader?.cancel())
      throw new Failure('body_too_large')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

type Reader = ReadableStreamDefaultReader<Uint8Array> | undefined

async function next(reader: Reader): Promise<Uint8Array | undefined> {
  try {
    return (await reader?.read())?.value
  } catch {
    throw new Failure('malformed_body')
  }
}

/** So much of a body that is too long is still taken off the wire, in bytes, and for so long. */
const DISCARDED = { bytes: 32 * 1024 * 1024, milliseconds: 10_000 }

/**
 * Goes on reading for nothing. Giving a body up closes its connection, and a client that is still sending would lose the
 * answer that says why (RFC 9112, 9.6).
 */
async function discardRest(reader: Reader) {
  const giveUp = () => void reader?.cancel().catch(() => undefined)
  const tooLate = setTimeout(giveUp, DISCARDED.milliseconds).unref()
  let length = 0
  for (let chunk = await quietly(reader); chunk; chunk = await quietly(reader)) {
    length += chunk.length
    if (length > DISCARDED.bytes) giveUp()
  }
  clearTimeout(tooLate)
}

const quietly = (reader: Reader) => next(reader).catch(() => undefined)

/** `application/json` or `…+json`, in UTF-8, not compressed: nothing that a plain HTML form could send. */
function isJson(headers: Headers): boolean {
  const [type = '', ...parameters] = (headers.get('content-type') ?? '')
    .toLowerCase()
    .split(';')
    .map(part => part.trim())
  const plain = !headers.get('content-encoding') || headers.get('content-encoding') === 'identity'
  const charset = parameters.every(parameter => !parameter || /^charset="?utf-?8"?$/.test(parameter))
  return plain && charset && /^application\/([a-z0-9.-]+\+)?json$/.test(type)
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some(member => isDeeperThan(member, depth - 1))
}
