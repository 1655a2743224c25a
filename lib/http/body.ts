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
export async function readBytes(
  { headers, body }: Pick<Request | Response, 'headers' | 'body'>,
  limit: number,
): Promise<Uint8Array> {
  if (Number(headers.get('content-length')) > limit) throw new Failure('body_too_large')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ? whileItComes(body) : []) {
    length += chunk.length
    if (length > limit) throw new Failure('body_too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* whileItComes(body: ReadableStream<Uint8Array>) {
  try {
    yield* body
  } catch {
    throw new Failure('malformed_body')
  }
}

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
