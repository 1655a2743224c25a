import { buildIfStale } from '../build'
import { measure, onBench, residentMegabytes, type Target } from './load'
import { registerPeople, signIn } from './people'

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
  const bodies = await registerPeople(product, 16)
  const tokens = async () => [JSON.stringify({ token: (await signIn(product, bodies[0] ?? '')).token })]
  const cookies = async () => (await Promise.all(bodies.map(body => signIn(product, body)))).map(({ cookie }) => cookie)
  return [
    { name: 'empty route', url: `${floor}/empty`, script: 'request', data: tokens },
    { name: 'SELECT 1 route', url: `${floor}/select-1`, script: 'request', data: tokens },
    { name: 'Argon2id route', url: `${floor}/argon2id`, script: 'request', data: async () => bodies },
    { name: 'sign-in', url: `${product}/auth/login`, script: 'request', data: async () => bodies },
    { name: 'rotating refresh', url: `${product}/auth/token/refresh`, script: 'refresh', data: cookies },
    { name: 'token verify', url: `${product}/api/token/verify/`, script: 'request', data: tokens },
  ]
}
