import { buildIfStale } from '../build'
import { measure, onBench, residentMegabytes } from './load'

const PASSWORD = 'correct horse battery'
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const OWNERS = 256
const LISTS = 15
const METRICS_TOKEN = 'for-those-who-look-at-the-figures'

/** The vault: what a list costs for each entry, what an import takes, and one code against a bare `SELECT 1`. */
export async function benchVault() {
  await buildIfStale()
  await onBench(async start => {
    const product = await start('.', { METRICS_TOKEN })
    const floor = await start('bench/floor')
    for (const size of [100, 1000, 10_000])
      await benchList(product.origin, await newVault(product.origin, 2 ** 15 + size), size)
    await benchImport(await newVault(product.origin, 2 ** 15), () => residentMegabytes(product.pid))
    const lines: string[] = []
    for (let index = 0; index < OWNERS; index++) lines.push(await oneCode(product.origin, index))
    await measure(
      [
        { name: 'SELECT 1 route', url: `${floor.origin}/select-1`, script: 'request', data: async () => ['{}'] },
        { name: 'code by id', url: product.origin, script: 'code', data: async () => lines },
      ],
      [['code by id', 'SELECT 1 route', 0.7]],
    )
    console.log(`resident memory of the product: ${await residentMegabytes(product.pid)} MB`)
  })
}

type Vault = (method: string, path: string, json?: object) => Promise<Response>

async function benchList(origin: string, vault: Vault, size: number) {
  for (let left = size; left > 0; left -= 5000)
    await vault('POST', '/twofaccounts/batch', { accounts: parts(Math.min(left, 5000)) })
  const list = async () => {
    for (let count = 0; count < LISTS; count++) await (await vault('GET', '/twofaccounts?withOtp=1')).arrayBuffer()
  }
  // Warm, as the loads of the other benches are.
  await list()
  const before = await serverSeconds(origin)
  await list()
  const mean = ((await serverSeconds(origin)) - before) * (1000 / LISTS)
  const goal = size === 1000 ? ' (to reach: 60)' : ''
  console.log(
    `list of ${size} with codes: ${mean.toFixed(1)} ms of the server, ${((mean / size) * 1000).toFixed(1)} µs an entry${goal}`,
  )
}

/** What the product says that it has spent on lists so far. */
async function serverSeconds(origin: string): Promise<number> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  const sum = /^latchkey_request_seconds_sum\{method="GET",route="\/api\/v1\/twofaccounts"\} (\S+)$/m
  return Number(sum.exec(await answer.text())?.[1] ?? 0)
}

async function benchImport(vault: Vault, memory: () => Promise<number>) {
  const payload = parts(5000)
    .map(({ account }) => `otpauth://totp/Bench:${account}?secret=${SECRET}&issuer=Bench`)
    .join('\n')
  const ms = await timed(async () => {
    const shown = await vault('POST', '/twofaccounts/migration?withSecret=1', { payload })
    const rows = (await shown.json()) as { id: number; group_id: null; secret: string }[]
    await vault('POST', '/twofaccounts/batch', { accounts: rows })
  })
  console.log(
    `import of 5000 URIs: ${(ms / 1000).toFixed(2)} s (to reach: 3); memory then ${await memory()} MB (to reach: 400)`,
  )
}

async function oneCode(origin: string, index: number): Promise<string> {
  const { vault, token } = await open(origin, index)
  const { id } = (await (await vault('POST', '/twofaccounts', parts(1)[0])).json()) as { id: number }
  return `/api/v1/twofaccounts/${id}/otp ${token}`
}

const newVault = async (origin: string, index: number) => (await open(origin, index)).vault

/** Somebody new, who comes from an address of their own. */
async function open(origin: string, index: number): Promise<{ vault: Vault; token: string }> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.201.${index >> 8}.${index & 255}` }
  const send = (method: string, path: string, json?: object, more = {}) =>
    fetch(origin + path, { method, headers: { ...headers, ...more }, ...(json && { body: JSON.stringify(json) }) })
  const account = { email: `vault${index}@example.com`, password: PASSWORD }
  await send('POST', '/auth/register', account)
  const { access } = (await (await send('POST', '/api/token/', account)).json()) as { access: string }
  return {
    token: access,
    async vault(method, path, json) {
      const answer = await send(method, `/api/v1${path}`, json, { authorization: `Bearer ${access}` })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer
    },
  }
}

const parts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ service: 'Bench', account: `account${index}@example.com`, otp_type: 'totp', secret: SECRET },
  }))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
