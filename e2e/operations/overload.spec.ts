import { expect, test } from '@playwright/test'
import { expectHouseRules } from '../support/expectations'
import { type Answer, createClient } from '../support/http'
import { residentMegabytes, workersOf } from '../support/processes'
import { startProduct } from '../support/product'
import { openResidents } from '../support/residents'

const STORM = 500

test(`PWD-11, REL-18: ${STORM} sign-ins at once: nobody else waits, what is too much is shed, and it is over soon`, async () => {
  test.setTimeout(240_000)
  const product = await startProduct('overload', {
    AUTO_ACTIVATE: 'true',
    TRUSTED_PROXIES: '127.0.0.1 ::1',
    WORKERS: '2',
  })
  try {
    const people = openResidents(product.origin)
    const residents = await Promise.all(Array.from({ length: 20 }, () => people.register()))
    const health = createClient(product.origin)
    const look = async () => {
      const begun = performance.now()
      expect((await health.get('/healthz')).text).toBe('OK')
      return performance.now() - begun
    }
    for (let i = 0; i < 20; i++) await look()

    let over = false
    const storm = Promise.all(
      Array.from({ length: STORM }, (_, index) => people.somebody().post('/auth/login', residents[index % 20])),
    ).finally(() => {
      over = true
    })
    const times: number[] = []
    while (!over) times.push(await look())
    const answers = await storm

    expect(times.length).toBeGreaterThan(5)
    expect(percentile(times, 0.99), `of ${times.length} looks at /healthz`).toBeLessThan(250)
    const done = answers.filter(({ status }) => status === 200)
    const shed = answers.filter(({ status }) => status !== 200)
    expect(done.length, 'two processes, each with a queue').toBeGreaterThanOrEqual(100)
    for (const answer of shed) expectShed(answer)
    for (const worker of await workersOf(product.pid)) expect(await residentMegabytes(worker)).toBeLessThan(512)
    const begun = performance.now()
    for (const resident of residents.slice(0, 5)) await people.signIn(resident)
    expect(performance.now() - begun).toBeLessThan(10_000)
  } finally {
    await product.stop()
  }
})

function expectShed(answer: Answer) {
  expect([429, 503], answer.text).toContain(answer.status)
  expectHouseRules(answer)
  expect(Number(answer.header('retry-after'))).toBeGreaterThan(0)
}

const percentile = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1] as number
