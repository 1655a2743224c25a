import type { Page } from '@playwright/test'
import { motions, overflow, settle, shifts, smallTargets, spaceOut, watchShifts } from './support/layout'
import { open, places } from './support/places'
import { axe, expect, test } from './support/test'

const THEMES = ['light', 'dark'] as const
const WIDTHS = [1280, 390]

for (const place of places)
  test(`33, 88–90, 93, 95–98, 103 · ${place.name}: nothing to object to, wide and narrow, light and dark`, async ({
    page,
    api,
    baseURL,
    accounts,
    mail,
    store,
    visits,
  }) => {
    const requested = collectRequests(page)
    await watchShifts(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const status = await open(place, { page, api, accounts, mail, store, visits })
    expect(status).toBe(place.status ?? 200)
    if (!place.act) expect(await shifts(page), 'nothing jumps by itself (CLS)').toBeLessThan(0.1)
    await expectFrame(page)
    expect.soft(await motions(page), 'nothing moves for those who want no motion').toEqual([])
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      await settle(page)
      expect.soft(await smallTargets(page), `too small to press at ${width} px`).toEqual([])
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await settle(page)
        const rules = colorScheme === 'light' ? 'all' : 'colours'
        expect.soft(await axe(page, rules), `${colorScheme}, ${width} px`).toEqual([])
      }
    }
    await page.setViewportSize({ width: 320, height: 640 })
    await settle(page)
    await expect.poll(() => overflow(page), 'what stands out at 320 px').toEqual([])
    await page.setViewportSize({ width: 390, height: 800 })
    await spaceOut(page)
    await settle(page)
    await expect.poll(() => overflow(page), 'what stands out when text is spaced out').toEqual([])
    const foreign = requested().filter(url => !url.startsWith(`${baseURL}/`) && !/^(data|blob|about):/.test(url))
    expect.soft(foreign, 'nothing is asked of other sites').toEqual([])
  })

/** What every page has: a language, a title of its own, one heading and one main part, and a way past the rest. */
async function expectFrame(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await page.title(), 'the title names page and product').toMatch(/^.+ · Latchkey$|^Latchkey$/)
  expect(await page.getByRole('heading', { level: 1, includeHidden: true }).count(), 'one title a page').toBe(1)
  expect(await page.getByRole('main', { includeHidden: true }).count(), 'one main part').toBe(1)
  const skip = page.locator('body a').first()
  expect(await skip.getAttribute('href')).toBe('#content')
  await expect(page.locator('#content')).toBeAttached()
}

function collectRequests(page: Page) {
  const urls: string[] = []
  // Whoever goes to 42 wants to.
  page.on('request', request => !request.isNavigationRequest() && urls.push(request.url()))
  return () => urls
}
