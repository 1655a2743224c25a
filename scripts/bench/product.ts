import { buildIfStale } from '../build'
import { measure, onBench, residentMegabytes, type Target } from './load'

const PASSWORD = 'correct horse battery'

/** Sign-ins made so far: each comes from an address of its own. */
let signIns = 0

/** The product's hot paths against bare routes that do the same work. */
export async function benchProduct() {
  await buildIfStale()
  await onBench(async start => {
    const product = await start('.')
    const floor = await start('bench/floor')
    await measure(await prepareTargets(product.origin, floor.origin), [
      ['sign-in', 'Argon2id route', 0.9],
      ['token verify', 'SELECT 1 route', 0.8],
      ['rotating refresh', 'SELECT 1 route', 0.6],
      ['token verify', 'empty route', 0],
    ])
    console.log(`resident memory of the product: ${await residentMegabytes(product.pid)} MB`)
  })
}

async function prepareTargets(product: string, floor: string): Promise<Target[]> {
  const accounts = Array.from({ length: 16 }, (_, index) => `bench${index}@example.com`)
  for (const [index, email] of accounts.entries())
    await post(`${product}/auth/register`, { email, password: PASSWORD }, index)
  const bodies = accounts.map(email => JSON.stringify({ email, password: PASSWORD }))
  const tokens = async () => [JSON.stringify({ token: (await signIn(product, accounts[0] ?? '')).token })]
  const cookies = async () =>
    (await Promise.all(accounts.map(email => signIn(product, email)))).map(({ cookie }) => cookie)
  return [
    { name: 'empty route', url: `${floor}/empty`, script: 'request', data: tokens },
    { name: 'SELECT 1 route', url: `${floor}/select-1`, script: 'request', data: tokens },
    { name: 'Argon2id route', url: `${floor}/argon2id`, script: 'request', data: async () => bodies },
    { name: 'sign-in', url: `${product}/auth/login`, script: 'request', data: async () => bodies },
    { name: 'rotating refresh', url: `${product}/auth/token/refresh`, script: 'refresh', data: cookies },
    { name: 'token verify', url: `${product}/api/token/verify/`, script: 'request', data: tokens },
  ]
}

async function signIn(product: string, email: string) {
  const response = await post(`${product}/auth/login`, { email, password: PASSWORD }, 100 + signIns++)
  const cookie = /refresh_token=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
  return { cookie, token: ((await response.json()) as { jwt_token: string }).jwt_token }
}

function post(url: string, body: object, index: number) {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.200.${index >> 8}.${index & 255}` }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}
