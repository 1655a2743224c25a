import type { Page } from '@playwright/test'
import { open, places } from './support/places'
import { axe, expect, test } from './support/test'

const THEMES = ['light', 'dark'] as const
const WIDTHS = [1280, 390]

for (const place of places)
  test(`33 axe · ${place.name}: nothing to object to, wide and narrow, light and dark`, async ({
    page,
    baseURL,
    accounts,
    mail,
    store,
  }) => {
    const requested = collectRequests(page)
    await watchShifts(page)
    const status = await open(place, { page, accounts, mail, store })
    expect(status).toBe(place.status ?? 200)
    if (!place.act) expect(await shifts(page), 'nothing jumps by itself (CLS)').toBeLessThan(0.1)
    expect(await page.title(), 'the title names page and product').toMatch(/^.+ · Latchkey$|^Latchkey$/)
    expect(await page.getByRole('heading', { level: 1, includeHidden: true }).count(), 'one title a page').toBe(1)
    for (const colorScheme of THEMES)
      for (const width of WIDTHS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 800 })
        expect(await axe(page), `${colorScheme}, ${width} px`).toEqual([])
      }
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflow(page), 'what stands out at 320 px').toEqual([])
    expect(
      requested().filter(url => !url.startsWith(`${baseURL}/`) && !/^(data|blob|about):/.test(url)),
      'nothing is asked of other sites',
    ).toEqual([])
  })

function collectRequests(page: Page) {
  const urls: string[] = []
  page.on('request', request => urls.push(request.url()))
  return () => urls
}

/** Whatever makes a page wider than its window. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > clientWidth + 1)
      .map(element => `${element.tagName} ${element.className}`)
  })

/** Adds up how far the page's contents have jumped by themselves (Cumulative Layout Shift). */
const watchShifts = (page: Page) =>
  page.addInitScript(() => {
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean }
    const total = { value: 0 }
    Object.assign(window, { total })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as Shift[]) if (!entry.hadRecentInput) total.value += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })

const shifts = (page: Page) => page.evaluate(() => (window as unknown as { total: { value: number } }).total.value)
