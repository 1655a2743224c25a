import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealed } from './core/sealed-tokens'
import { env } from './env'
import { beginVisit, endVisit } from './intra'

const nobody = { accessToken: undefined, refreshToken: undefined }
const person = { id: 104299, login: 'marvin', email: 'marvin@student.42.example', image: null }

let standIn: ChildProcess

beforeAll(async () => {
  standIn = spawn(process.execPath, ['--import', 'tsx', 'e2e/support/intra.ts'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [url] = standIn.stdout ? await once(createInterface(standIn.stdout), 'line') : []
  env().intra = { clientId: 'latchkey-on-loopback', clientSecret: 'known-to-everybody', apiUrl: url }
})

afterAll(() => void standIn.kill())

/** What 42 sends the browser back with. */
async function authorize(address: string, wishes: Record<string, string> = {}) {
  const url = new URL(address)
  const asked = { persona: 'marvin', profile: JSON.stringify(person), ...wishes }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  const { headers } = await fetch(url, { redirect: 'manual' })
  return Object.fromEntries(new URL(headers.get('location') ?? '').searchParams)
}

test('Auth.js, asked in this process, goes the whole way and keeps nothing of 42’s tokens', async () => {
  const { url, state } = await beginVisit('login', nobody)
  const exchange = await endVisit('login', await authorize(url), state.value)
  const opened = await openSealed('api_token', exchange.value)
  expect(opened?.data).toEqual({
    purpose: 'login',
    startedBy: null,
    id: '104299',
    login: 'marvin',
    email: 'marvin@student.42.example',
  })
})

test('OAU-02 of a thousand states and challenges none comes twice', async () => {
  const seen = new Set<string>()
  for (let count = 0; count < 1000; count++) {
    const { searchParams } = new URL((await beginVisit('login', nobody)).url)
    for (const name of ['state', 'code_challenge']) seen.add(searchParams.get(name) ?? '')
  }
  expect(seen.size).toBe(2000)
}, 60_000)

test('the state is used up by a refusal at 42, too', async () => {
  const { url, state } = await beginVisit('login', nobody)
  const refused = await authorize(url, { deny: 'access_denied' })
  await expect(endVisit('login', refused, state.value)).rejects.toMatchObject({ code: 'access_denied' })
  await expect(endVisit('login', refused, state.value)).rejects.toMatchObject({ code: 'state_mismatch' })
})

test.each(['server_error', 'temporarily_unavailable', 'invalid_scope'])(
  '42 comes back with %s: its fault',
  async deny => {
    const { url, state } = await beginVisit('login', nobody)
    const answer = endVisit('login', await authorize(url, { deny }), state.value)
    await expect(answer).rejects.toMatchObject({ code: 'upstream' })
  },
)

test('OAU-19 42 cannot be reached, or not with TLS', async () => {
  const plain = createServer((_request, response) => void response.end()).listen(0, '127.0.0.1')
  await once(plain, 'listening')
  const { port } = plain.address() as AddressInfo
  const reachable = env().intra
  for (const apiUrl of [`https://127.0.0.1:${port}`, 'http://127.0.0.1:9']) {
    const { url, state } = await beginVisit('login', nobody)
    const answer = await authorize(url)
    if (reachable) env().intra = { ...reachable, apiUrl }
    await expect(endVisit('login', answer, state.value)).rejects.toMatchObject({ code: 'upstream' })
    env().intra = reachable
  }
  plain.close()
})
