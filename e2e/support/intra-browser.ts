import type { BrowserContext, Page } from '@playwright/test'
import type { Wishes } from './intra-visits'

/** From now on this browser is somebody at 42, who says what they are asked without a page in between. */
export async function be(browser: Page | BrowserContext, wishes: Wishes) {
  await browser.unroute(isAuthorize)
  await browser.route(isAuthorize, route => {
    const url = new URL(route.request().url())
    const said = { persona: 'zaphod', ...wishes, ...(wishes.profile && { profile: JSON.stringify(wishes.profile) }) }
    for (const [name, value] of Object.entries(said)) url.searchParams.set(name, String(value))
    return route.continue({ url: url.href })
  })
}

const isAuthorize = (url: URL) => url.pathname === '/oauth/authorize'
