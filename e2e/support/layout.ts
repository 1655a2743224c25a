import type { Page } from '@playwright/test'

/** Whatever makes a page wider than its window, by tag and class. */
export const overflow = (page: Page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > clientWidth + 1)
      .map(element => `${element.tagName} ${element.className}`)
  })

/** Things to press that are smaller than 24 × 24 px; links within a sentence may be (WCAG 2.5.8). */
export const smallTargets = (page: Page) =>
  page.evaluate(() => {
    const targets = 'a[href], button, input:not([type=hidden]), select, summary, [role=menuitem], [role=tab]'
    const isSmall = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      return width < 24 || height < 24
    }
    return [...document.querySelectorAll<HTMLInputElement>(targets)]
      .filter(element => element.checkVisibility())
      .filter(element => {
        const { display, clipPath } = getComputedStyle(element)
        return display !== 'inline' && clipPath === 'none'
      })
      .filter(element => [element, ...(element.labels ?? [])].every(isSmall))
      .map(element => element.outerHTML.slice(0, 160))
  })

/** Animations that run longer than ten milliseconds. */
export const motions = (page: Page) =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 10)
      .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 100)),
  )

/** Waits until the page has drawn itself for another window or theme. */
export const settle = (page: Page) =>
  page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))

/** Spaces text out as people may who find it hard to read (WCAG 1.4.12). */
export const spaceOut = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    )
    document.adoptedStyleSheets.push(sheet)
  })

/** Begins to add up how far the page's contents jump by themselves (Cumulative Layout Shift). */
export const watchShifts = (page: Page) =>
  page.addInitScript(() => {
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean }
    const total = { value: 0 }
    Object.assign(window, { total })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as Shift[]) if (!entry.hadRecentInput) total.value += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })

export const shifts = (page: Page) =>
  page.evaluate(() => (window as unknown as { total: { value: number } }).total.value)
