import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { type Agreement, type ApiDocument, readAgreement } from '../support/documented'
import { endpoints } from '../support/endpoints'
import { createFuzzer, type Shot } from '../support/fuzzer'
import { type Answer, type Client, createClient } from '../support/http'
import { INTRA_CLIENT } from '../support/intra-process'
import { workersOf } from '../support/processes'
import { type Product, startProduct } from '../support/product'
import { openResidents, type Resident } from '../support/residents'
import { currentRun } from '../support/run'
import { openStore } from '../support/store'

const REQUESTS = Number(process.env.FUZZ_REQUESTS) || 3000
const SEED = Number(process.env.FUZZ_SEED) || 42
const AT_ONCE = 8
const LONGEST_MS = 5000

/** Some of what is asked ends sessions, and even accounts. */
const SHOTS_OF_ONE = 250

test(`INP-08, HTP-04, REL-20: ${REQUESTS} made-up requests to all places are answered in time and in shape`, async () => {
  test.setTimeout(120_000 + REQUESTS * 100)
  const product = await startProduct('fuzz', {
    ...INTRA_CLIENT,
    INTRA_API_URL: currentRun().intraUrl,
    AUTO_ACTIVATE: 'true',
    TRUSTED_PROXIES: '127.0.0.1 ::1',
    WORKERS: '2',
    LOG_LEVEL: 'warn',
  })
  try {
    const workers = await workersOf(product.pid)
    const client = createClient(product.origin)
    const agreement = readAgreement((await client.get('/api/openapi.json')).json as ApiDocument)
    const complaints = await bombard(product, client, agreement)
    expect(complaints.slice(0, 20), `of FUZZ_SEED=${SEED}`).toEqual([])
    expect(await workersOf(product.pid), 'the same processes').toEqual(workers)
    expect((await client.get('/readyz')).status).toBe(200)
    expect(await faultsIn(product), 'what the product says of itself').toEqual([])
  } finally {
    await product.stop()
  }
})

async function bombard(product: Product, client: Client, agreement: Agreement): Promise<string[]> {
  const shoot = createFuzzer(agreement.document, SEED)
  const complaints: string[] = []
  const tokens = await openDoors(product)
  let shots = 0
  const lane = async (until: number) => {
    while (shots < until) {
      const from = addressOf(++shots)
      const shot = shoot()
      if (shots % SHOTS_OF_ONE === 0) await tokens.renew()
      const begun = performance.now()
      const outcome = await fire(client, shot, from, tokens.of(shot.who)).then(
        answer => faultOf(answer, shot, agreement),
        error => `${error.code ?? error.message}`,
      )
      const ms = performance.now() - begun
      const complaint = outcome ?? (ms > LONGEST_MS ? `took ${Math.round(ms)} ms` : undefined)
      if (complaint) complaints.push(`${complaint}\n${say(shot)}`)
    }
  }
  // Each place once, so that its code is loaded; then all at once.
  await lane(endpoints.length)
  await Promise.all(Array.from({ length: AT_ONCE }, () => lane(REQUESTS)))
  await tokens.close()
  return complaints
}

/** Each shot from somebody else: limits are not what is tried here. */
const addressOf = (shot: number) => `10.${60 + (shot >> 16)}.${(shot >> 8) & 255}.${shot & 255}`

function fire(client: Client, shot: Shot, from: string, bearer: string | undefined): Promise<Answer> {
  const { method, path, headers, body, isChunked } = shot
  return client.request(method, path, {
    headers,
    from,
    ...(body && { body: isChunked ? [body] : body }),
    ...(bearer !== undefined && { bearer }),
  })
}

/** What is wrong with an answer, whatever was asked. */
function faultOf(answer: Answer, { method, path, isDocumented }: Shot, agreement: Agreement): string | undefined {
  const { status, text } = answer
  if (status < 200 || status >= 500) return `${status} ${text.slice(0, 300)}`
  const place = answer.header('location')
  if (place !== undefined) return /^\/(?![/\\])/.test(place) ? undefined : `${status} to ${place}`
  const type = answer.header('content-type') ?? ''
  if (text && !/charset=utf-8$|^application\/problem\+json$|^text\/(x-component|plain)$|^image\//.test(type))
    return `${status} as ${type}`
  if (/json/.test(type) && text && answer.json === undefined) return `${status}, and no JSON: ${text.slice(0, 300)}`
  return isDocumented ? agreement.complaint(method, path, answer) : undefined
}

const say = ({ method, path, headers, body, who }: Shot) =>
  `${who}: ${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 500)} ${body?.toString('latin1').slice(0, 300)}`

/** One of each kind of caller, with a session or a token. All who will be needed come first: settings change later on. */
async function openDoors({ origin, dataDir }: Product) {
  const people = openResidents(origin)
  const waiting: Resident[] = []
  while (waiting.length <= (2 * REQUESTS) / SHOTS_OF_ONE + 2) waiting.push(await people.register())
  const store = openStore(dataDir)
  const tokens: Partial<Record<Shot['who'], string>> = {}
  const enter = async () => {
    const resident = waiting.pop() as Resident
    return { ...resident, bearer: (await people.signIn(resident)).accessToken }
  }
  const renew = async () => {
    const [user, administrator] = [await enter(), await enter()]
    await store.query(`UPDATE "User" SET role = 'admin' WHERE email = $1`, [administrator.email])
    const answer = await people.somebody().post('/oauth/personal-access-tokens', { name: 'a program' }, user)
    Object.assign(tokens, {
      user: user.bearer,
      administrator: administrator.bearer,
      program: answer.field('accessToken'),
    })
  }
  await renew()
  return { of: (who: Shot['who']) => tokens[who], renew, close: () => store.close() }
}

/** Lines that tell of bugs: everything that is worse than a warning, or no line of the log at all. */
const faultsIn = async ({ logFile }: Product) =>
  (await readFile(logFile, 'utf8')).split('\n').filter(line => /"level":"(error|fatal)"|uncaught|unhandled/i.test(line))
