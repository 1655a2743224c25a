/** A mail as its reader sees it. */
export type Mail = { from: string; to: string; subject: string; text: string; html: string; headers: Headers }

type Headers = Record<string, string>

/** Reads what nodemailer writes: headers, and text and HTML as alternatives, in quoted-printable, base64 or plain. */
export function parseMail(source: string): Mail {
  const whole = splitPart(source)
  const parts = partsOf(whole)
  const find = (type: string) => parts.find(part => part.headers['content-type']?.startsWith(type))
  const { from = '', to = '', subject = '' } = whole.headers
  return {
    from,
    to,
    subject: decodeWords(subject),
    text: decodeBody(find('text/plain')),
    html: decodeBody(find('text/html')),
    headers: whole.headers,
  }
}

type Part = { headers: Headers; body: string }

function partsOf(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(part.headers['content-type'] ?? '')?.[1]
  if (!boundary) return [part]
  return part.body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap(text => partsOf(splitPart(text.replace(/^\r?\n/, ''))))
}

function splitPart(source: string): Part {
  const [head = '', ...rest] = source.split(/\r?\n\r?\n/)
  const headers: Headers = {}
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { headers, body: rest.join('\r\n\r\n') }
}

function decodeBody(part: Part | undefined): string {
  if (!part) return ''
  const encoding = part.headers['content-transfer-encoding']?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString()
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(part.body.replace(/=\r?\n/g, ''))
  return part.body
}

const decodeQuotedPrintable = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** RFC 2047: `=?UTF-8?Q?…?=` in a header. */
const decodeWords = (text: string) =>
  text.replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind, word) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(word, 'base64').toString()
      : decodeQuotedPrintable(word.replaceAll('_', ' ')),
  )
