import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type ApiDocument, type Operation, readAgreement } from '../support/documented'
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

/** Programs that run example after example, as files of one folder, and mark where each one's output begins. */
const RUNNERS: Record<string, { ending: string; command: string; source: string }> = {
  Shell: {
    ending: 'sh',
    command: 'bash',
    source: `for file in *.sh; do printf '\\0%s\\0' "$file"; TOKEN=$(cat "$file.token") bash -e "$file" || exit 1; done`,
  },
  JavaScript: {
    ending: 'mjs',
    command: 'node',
    source: `
      import { readdirSync, readFileSync } from 'node:fs'
      for (const file of readdirSync('.').filter(name => /^\\d.*\\.mjs$/.test(name)).sort()) {
        process.stdout.write('\\0' + file + '\\0')
        process.env.TOKEN = readFileSync(file + '.token', 'utf8')
        await import(process.cwd() + '/' + file)
      }`,
  },
  Python: {
    ending: 'py',
    command: 'python3',
    source: `
import glob, os
for file in sorted(glob.glob('[0-9]*.py')):
    print('\\0' + file + '\\0', end='')
    os.environ['TOKEN'] = open(file + '.token').read()
    exec(compile(open(file).read(), file, 'exec'), {})`,
  },
}

/** A PNG of one pixel. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

for (const lang of Object.keys(RUNNERS))
  test(`every example in ${lang} runs, and is answered as documented`, async ({ api, accounts }) => {
    test.setTimeout(300_000)
    const { document, complaint } = readAgreement((await api.get('/api/openapi.json')).json as ApiDocument)
    const { accessToken } = await accounts.signIn(await accounts.create())
    const made = await api.post('/oauth/personal-access-tokens', { name: 'examples' }, { bearer: accessToken })
    const examples = examplesIn(document, lang)
    const outputs = await runAll(lang, examples, place =>
      place.startsWith('/api/v1') ? made.field('accessToken') : accessToken,
    )
    const statuses = examples.map(({ place, method, operation, source }, index) => {
      const { status, text } = answerIn(outputs[index] ?? '')
      expect(status, `${method} ${place}\n${source}\n${outputs[index]}`).toBeGreaterThanOrEqual(200)
      const type = operation.responses[status]?.content ?? operation.responses.default?.content ?? {}
      const header = (name: string) => (name === 'content-type' ? Object.keys(type)[0] : 'x')
      if (status !== 429) expect(complaint(method.toUpperCase(), place, { status, text, header })).toBeUndefined()
      return status
    })
    expect(statuses.length).toBeGreaterThan(90)
    expect(statuses.filter(status => status < 300).length, 'examples that do what they say').toBeGreaterThan(20)
  })

type Example = { place: string; method: string; operation: Operation; source: string }

const examplesIn = ({ paths }: ApiDocument, lang: string): Example[] =>
  Object.entries(paths).flatMap(([place, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      operation['x-codeSamples']
        .filter(sample => sample.lang === lang)
        .map(({ source }) => ({ place, method, operation, source })),
    ),
  )

/** Runs examples one after the other, each with the token of its place. @returns what each has printed. */
async function runAll(lang: string, examples: Example[], tokenOf: (place: string) => string): Promise<string[]> {
  const { ending, command, source } = RUNNERS[lang] as (typeof RUNNERS)[string]
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-examples-'))
  await writeFile(path.join(folder, 'picture.png'), Buffer.from(PICTURE, 'base64'))
  for (const [index, example] of examples.entries()) {
    const file = path.join(folder, `${String(index).padStart(4, '0')}.${ending}`)
    await writeFile(file, example.source)
    await writeFile(`${file}.token`, tokenOf(example.place))
  }
  const runner = path.join(folder, 'runner.mjs')
  await writeFile(runner, source)
  const { stdout } = await run(command, [runner], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '0' },
    maxBuffer: 32 * 1024 * 1024,
  })
  await rm(folder, { recursive: true })
  return stdout.split(/\0\d+\.\w+\0/).slice(1)
}

/** `200 {"…"}`, or an answer with its headers as curl prints it. */
function answerIn(output: string) {
  if (!output.startsWith('HTTP/')) {
    const [status = '', ...rest] = output.trimEnd().split(' ')
    return { status: Number(status), text: rest.join(' ') }
  }
  const [head = '', ...body] = output.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), text: body.join('\r\n\r\n') }
}
