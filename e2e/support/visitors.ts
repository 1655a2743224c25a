import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Answer } from './http'
import { signInByPage } from './pages'
import { openResidents, type Residents } from './residents'

/** What went wrong for one who uses the product all the time, in words; and how much went well. */
export type Stay = { lost: string[]; done: number }

/** People do not hammer: what is to be seen is who is lost, not how much is borne. */
const BREATH_MS = 150

/** Lives with one session until it is over: opens pages, rotates it, and signs in on another device now and then. */
export async function stay(origin: string, visit: { over: boolean }): Promise<Stay> {
  const people = openResidents(origin)
  const resident = await people.register()
  let { refreshToken } = await people.signIn(resident)
  const so: Stay = { lost: [], done: 0 }
  const expectOk = async (what: string, asked: Promise<Answer>) => {
    const answer = await asked.catch((error: Error) => error)
    const good = !(answer instanceof Error) && answer.status === 200
    if (good) so.done++
    else
      so.lost.push(
        `${what}: ${answer instanceof Error ? answer.message : `${answer.status} ${answer.text.slice(0, 80)}`}`,
      )
    return good ? answer : undefined
  }
  while (!visit.over) {
    await sleep(BREATH_MS)
    const cookies = { refresh_token: refreshToken }
    await expectOk('a page', people.somebody().get('/account', { cookies }))
    const rotated = await expectOk('a rotation', rotate(people, cookies))
    refreshToken = rotated?.cookies.refresh_token?.value ?? refreshToken
    if (so.done % 5 === 0) await expectOk('signing in', people.somebody().post('/auth/login', resident))
  }
  return so
}

const rotate = (people: Residents, cookies: { refresh_token: string }) =>
  people.somebody().post('/auth/token/refresh', undefined, { cookies })

/** Signs in by the page and walks from page to page in a browser, until it is over. */
export async function walk(page: Page, origin: string, visit: { over: boolean }): Promise<Stay> {
  const so: Stay = { lost: [], done: 0 }
  page.on('response', response => {
    if (response.status() >= 500) so.lost.push(`${response.url()}: ${response.status()}`)
  })
  await page.goto(`${origin}/login`)
  await signInByPage(page, await openResidents(origin).register())
  const inside = page.getByRole('button', { name: 'Sign out' })
  await inside.waitFor()
  for (let step = 0; !visit.over; step++) {
    const name = step % 2 ? 'Sessions' : 'Activity'
    await page.getByRole('link', { name, exact: true }).click()
    await page.waitForURL(`**/account/${name.toLowerCase()}`)
    await page.reload()
    if (await inside.isVisible()) so.done++
    else so.lost.push(`signed out at ${page.url()}`)
    await sleep(BREATH_MS)
  }
  return so
}
