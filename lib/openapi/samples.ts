import type { Method } from '../http/endpoint'
import type { Operation } from './document'

export type CodeSample = { lang: 'Shell' | 'JavaScript' | 'Python'; label: string; source: string }

type Described = Pick<Operation, 'parameters' | 'requestBody' | 'security'>
type Request = { url: string; method: Method; body: unknown; form: string[] | undefined; isSigned: boolean }

/** How to call an operation from a shell, Node.js and Python, with nothing installed; `TOKEN` is in the environment. */
export function codeSamples(origin: string, method: Method, path: string, described: Described): CodeSample[] {
  const request = requestOf(origin, method, path, described)
  return [
    { lang: 'Shell', label: 'curl', source: curl(request) },
    { lang: 'JavaScript', label: 'JavaScript', source: javaScript(request) },
    ...(request.form ? [] : [{ lang: 'Python', label: 'Python', source: python(request) } as const]),
  ]
}

function requestOf(
  origin: string,
  method: Method,
  path: string,
  { parameters, requestBody, security }: Described,
): Request {
  const inPath = parameters.filter(parameter => parameter.in === 'path')
  const inQuery = parameters.filter(parameter => parameter.in === 'query' && parameter.required)
  const query = new URLSearchParams(inQuery.map(({ name, example }) => [name, String(example)]))
  const place = inPath.reduce(
    (whole, { name, example }) => whole.replace(`{${name}}`, encodeURIComponent(String(example))),
    path,
  )
  const json = requestBody?.content['application/json']
  const form = requestBody?.content['multipart/form-data']
  return {
    url: `${origin}${place}${query.size ? `?${query}` : ''}`,
    method,
    body: json?.example,
    form: form && Object.keys(form.schema.properties ?? {}).slice(0, 1),
    isSigned: security.length > 0,
  }
}

function curl({ url, method, body, form, isSigned }: Request): string {
  return [
    `curl -sS -i -X ${method} ${quoted(url)}`,
    ...(isSigned ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(form ?? []).map(name => `-F ${quoted(`${name}=@picture.png`)}`),
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ')
}

/** For a shell, in single quotes. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

function javaScript({ url, method, body, form, isSigned }: Request): string {
  const headers = [
    ...(isSigned ? [`Authorization: \`Bearer \${env.TOKEN}\``] : []),
    ...(body === undefined ? [] : [`'Content-Type': 'application/json'`]),
  ]
  return [
    ...(form ? [`import { openAsBlob } from 'node:fs'`] : []),
    ...(isSigned ? [`import { env } from 'node:process'`] : []),
    ...(form || isSigned ? [''] : []),
    ...(form ? ['const form = new FormData()'] : []),
    ...(form ?? []).map(name => `form.set('${name}', await openAsBlob('picture.png'), 'picture.png')`),
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: '${method}',`,
    ...(headers.length ? [`  headers: { ${headers.join(', ')} },`] : []),
    ...(form ? ['  body: form,'] : []),
    ...(body === undefined
      ? []
      : [`  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}),`]),
    '})',
    'console.log(response.status, await response.text())',
  ].join('\n')
}

function python({ url, method, body, isSigned }: Request): string {
  const headers = [
    ...(isSigned ? [`"Authorization": f"Bearer {os.environ['TOKEN']}"`] : []),
    ...(body === undefined ? [] : ['"Content-Type": "application/json"']),
  ]
  return [
    'import os, urllib.error, urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${JSON.stringify(url)},`,
    `    method="${method}",`,
    `    headers={${headers.join(', ')}},`,
    ...(body === undefined ? [] : [`    data=${JSON.stringify(JSON.stringify(body))}.encode(),`]),
    ')',
    'try:',
    '    response = urllib.request.urlopen(request)',
    'except urllib.error.HTTPError as refusal:',
    '    response = refusal',
    'print(response.status, response.read().decode())',
  ].join('\n')
}
