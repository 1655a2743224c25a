import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { createClient } from '../support/http'
import { descendants, isAlive, workersOf } from '../support/processes'
import { type Product, startProduct } from '../support/product'

const ENVIRONMENT = { WORKERS: '2', TRUSTED_PROXIES: '127.0.0.1 ::1' }

test('a worker that is killed is replaced; the others serve meanwhile, and nobody waits for the dead', async () => {
  const product = await startProduct('workers', ENVIRONMENT)
  try {
    const before = await workersOf(product.pid)
    expect(before).toHaveLength(2)
    const client = createClient(product.origin)
    const outcomes: unknown[] = []
    let over = false
    const keepAsking = async () => {
      while (!over) outcomes.push(await client.get('/healthz', fresh).then(answer => answer.status, codeOfError))
    }
    const visitors = [keepAsking(), keepAsking(), keepAsking(), keepAsking()]
    process.kill(before[0] as number, 'SIGKILL')
    await expect.poll(() => workersOf(product.pid)).not.toContain(before[0])
    await expect.poll(() => workersOf(product.pid)).toHaveLength(2)
    over = true
    await Promise.all(visitors)
    // Whoever was at the dead one, or on the way, is cut, as by any server that dies.
    const cut = outcomes.filter(outcome => outcome !== 200)
    expect(cut.filter(outcome => outcome !== 'ECONNRESET')).toEqual([])
    expect(cut.length).toBeLessThanOrEqual(visitors.length + 1)
    expect(outcomes.length).toBeGreaterThan(cut.length)
    expect(await isAlive(before[1] as number)).toBe(true)
  } finally {
    expect(await product.stop()).toBe(0)
  }
})

test('REL-14: a second signal ends at once, whatever is in flight', async () => {
  const product = await startProduct('stop-at-once', ENVIRONMENT)
  const family = [product.pid, ...(await descendants(product.pid))]
  const request = await beginRegistering(product, 0)
  product.signal('SIGTERM')
  await sleep(1000)
  expect(await isAlive(product.pid), 'a request is in flight').toBe(true)
  const begun = performance.now()
  product.signal('SIGTERM')
  await product.ended
  expect(performance.now() - begun).toBeLessThan(3000)
  for (const pid of family) expect(await isAlive(pid), `process ${pid}`).toBe(false)
  request.abandon()
  await product.stop()
})

const codeOfError = (error: NodeJS.ErrnoException) => error.code ?? error.message

const fresh = { headers: { connection: 'close' } }

const addressOf = (index: number) => `person${index}@example.com`

/** A registration that the product has begun to read; its last byte is held back. */
async function beginRegistering({ port }: Product, index: number) {
  const body = JSON.stringify({ email: addressOf(index), password: 'correct horse battery' })
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  const next = async () => Number(/^HTTP\/1\.1 (\d+)/.exec(String(await once(socket, 'data')))?.[1])
  const head = ['POST /auth/register HTTP/1.1', 'Host: localhost', `X-Forwarded-For: 10.251.0.${index}`]
  const about = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Expect: 100-continue']
  socket.write([...head, ...about, '', ''].join('\r\n'))
  expect(await next()).toBe(100)
  socket.write(body.slice(0, -1))
  return {
    abandon: () => socket.destroy(),
    finish() {
      socket.write(body.slice(-1))
      return next()
    },
  }
}
