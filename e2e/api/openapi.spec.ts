import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type ApiDocument, readAgreement } from '../support/documented'
import { endpoints } from '../support/endpoints'
import { expectHouseRules } from '../support/expectations'
import { expect, test } from '../support/test'

const run = promisify(execFile)

test('the OpenAPI document holds every endpoint, once, as its document prints it', async ({ api }) => {
  const answer = await api.get('/api/openapi.json')
  expect(answer.status).toBe(200)
  expectHouseRules(answer)
  const { openapi, paths } = answer.json as ApiDocument
  expect(openapi).toMatch(/^3\.1\./)
  const plain = (documented: string) => documented.replace(/\/$/, '')
  const held = Object.entries(paths).flatMap(([place, operations]) =>
    Object.keys(operations).map(method => `${method.toUpperCase()} ${plain(place)}`),
  )
  const documented = endpoints.map(({ method, path: place }) => `${method} ${plain(place)}`)
  expect(held.sort()).toEqual([...new Set(documented)].sort())
  const ids = Object.values(paths).flatMap(operations => Object.values(operations).map(each => each.operationId))
  expect(new Set(ids).size).toBe(ids.length)
})

const LANGUAGES: Record<string, (source: string) => [command: string, args: string[]]> = {
  Shell: source => ['bash', ['-c', source]],
  JavaScript: source => ['node', ['--input-type=module', '-e', source]],
  Python: source => ['python3', ['-c', source]],
}

/** A PNG of one pixel. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

for (const [lang, command] of Object.entries(LANGUAGES))
  test(`every example in ${lang} runs, and is answered as documented`, async ({ api, accounts }) => {
    test.setTimeout(300_000)
    const { document, complaint } = readAgreement((await api.get('/api/openapi.json')).json as ApiDocument)
    const { accessToken } = await accounts.signIn(await accounts.create())
    const made = await api.post('/oauth/personal-access-tokens', { name: 'examples' }, { bearer: accessToken })
    const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-examples-'))
    await writeFile(path.join(folder, 'picture.png'), Buffer.from(PICTURE, 'base64'))
    const counts = { run: 0, done: 0 }
    for (const [place, operations] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(operations)) {
        const sample = operation['x-codeSamples'].find(each => each.lang === lang)
        if (!sample) continue
        const TOKEN = place.startsWith('/api/v1') ? made.field('accessToken') : accessToken
        const env = { ...process.env, TOKEN, FORCE_COLOR: '0' }
        const { stdout } = await run(...command(sample.source), { cwd: folder, env })
        const { status, text } = answerIn(stdout)
        expect(status, `${method} ${place}\n${sample.source}\n${stdout}`).toBeGreaterThanOrEqual(200)
        const type = operation.responses[status]?.content ?? operation.responses.default?.content ?? {}
        const header = (name: string) => (name === 'content-type' ? Object.keys(type)[0] : 'x')
        if (status !== 429) expect(complaint(method.toUpperCase(), place, { status, text, header })).toBeUndefined()
        counts.run++
        if (status < 300) counts.done++
      }
    await rm(folder, { recursive: true })
    expect(counts.run).toBeGreaterThan(90)
    expect(counts.done, 'examples that do what they say').toBeGreaterThan(20)
  })

/** `200 {"…"}`, or an answer with its headers as curl prints it. */
function answerIn(output: string) {
  if (!output.startsWith('HTTP/')) {
    const [status = '', ...rest] = output.trimEnd().split(' ')
    return { status: Number(status), text: rest.join(' ') }
  }
  const [head = '', ...body] = output.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), text: body.join('\r\n\r\n') }
}
