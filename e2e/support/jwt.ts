type Part = Record<string, unknown>

/** What a JWT says, unchecked. */
export function readJwt(token: string): { header: Part; payload: Part } {
  const [header = '', payload = ''] = token.split('.')
  return { header: decode(header), payload: decode(payload) }
}

/** The session that a token belongs to. */
export const sessionOf = (token: string) => String(readJwt(token).payload.sid)

/** The user whom a token speaks of. */
export const userOf = (token: string) => String(readJwt(token).payload.sub)

export const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

const decode = (part: string): Part => JSON.parse(Buffer.from(part, 'base64url').toString())
