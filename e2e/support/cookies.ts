export type SetCookie = {
  name: string
  value: string
  /** In seconds. */
  maxAge: number | undefined
  path: string | undefined
  domain: string | undefined
  sameSite: string | undefined
  httpOnly: boolean
  secure: boolean
}

export function parseSetCookie(line: string): SetCookie {
  const [pair = '', ...attributes] = line.split(';').map(part => part.trim())
  const equals = pair.indexOf('=')
  const find = (name: string) => {
    const found = attributes.find(attribute => attribute.toLowerCase().split('=')[0] === name)
    return found && (found.split('=')[1] ?? '')
  }
  const maxAge = find('max-age')
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    path: find('path'),
    domain: find('domain'),
    sameSite: find('samesite'),
    httpOnly: find('httponly') !== undefined,
    secure: find('secure') !== undefined,
  }
}
