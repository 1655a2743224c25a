import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a provider can do wrong. */
export type Fault =
  | '401'
  | '429'
  | '500'
  /** Takes the request and never answers. */
  | 'hang'
  /** Begins to answer and never ends. */
  | 'drip'
  /** Cuts the connection. */
  | 'reset'
  /** Says nothing that is JSON. */
  | 'html'
  | 'broken'
  /** The right answer, of another type. */
  | 'text'
  /** Ten megabytes around the right answer. */
  | 'huge'
  /** Sends the caller to another place, which counts its visitors. */
  | 'redirect'
  /** A kind of token that nobody asked for. */
  | 'mac'

/** A sentence that must never reach anybody: tests look for it in answers. */
export const UPSTREAM_WORDS = 'words of the provider that are nobody’s business'

type Situation = { room: string; request: IncomingMessage; response: ServerResponse }

/** Answers wrongly, in one of the ways of {@link Fault}. `right` is what would have been right. */
export function misbehave(fault: Fault, right: object, { room, request, response }: Situation) {
  const send = (status: number, type: string, body: string, headers = {}) =>
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  const complaint = JSON.stringify({ error: UPSTREAM_WORDS, ...right })
  switch (fault) {
    case 'hang':
      return
    case 'drip':
      response.writeHead(200, { 'content-type': 'application/json' }).write('{')
      setInterval(() => response.write(' '), 200).unref()
      return
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'redirect':
      return send(302, 'text/plain', '', { location: `/elsewhere?room=${encodeURIComponent(room)}` })
    case 'html':
      return send(200, 'text/html', `<!doctype html><title>${UPSTREAM_WORDS}</title>`)
    case 'broken':
      return send(200, 'application/json', `{"error": "${UPSTREAM_WORDS}`)
    case 'text':
      return send(200, 'text/plain', JSON.stringify(right))
    case 'huge':
      return send(200, 'application/json', JSON.stringify({ ...right, padding: 'x'.repeat(10_000_000) }))
    case 'mac':
      return send(200, 'application/json', JSON.stringify({ ...right, token_type: 'mac' }))
    case '429':
      return send(429, 'application/json', complaint, { 'retry-after': '17' })
    default:
      return send(Number(fault), 'application/json', complaint)
  }
}
