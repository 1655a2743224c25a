import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium, provideChromium } from '../browsers'
import { buildIfStale } from '../build'
import { onBench } from './load'

const ROUNDS = Number(process.env.BENCH_ROUNDS) || 5

/** A phone of middling age: everything takes four times as long. */
const SLOWDOWN = 4

const ENTRIES = 20
const MANY_ENTRIES = 1000
const WHEEL_TURNS = 150

type Visit = { scripts: number; paint: number }

/** Scripts on first load and the largest contentful paint of pages, beside those of a bare page of Next. */
export async function benchPages() {
  await buildIfStale()
  await provideChromium()
  await onBench(async start => {
    const product = (await start('.')).origin.replace('127.0.0.1', 'localhost')
    const floor = (await start('bench/floor')).origin.replace('127.0.0.1', 'localhost')
    await fillVault(product, ACCOUNT, ENTRIES)
    await fillVault(product, HOARDER, MANY_ENTRIES)
    const token = await fillVault(product, HOARDER_OF_CARDS, MANY_ENTRIES)
    await send('PUT', new URL('/api/v1/user/preferences/displayMode', product), { value: 'grid' }, token)
    const executablePath = findChromium()
    const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath && { executablePath }) })
    try {
      await compare(browser, [`${floor}/`, `${product}/login`, `${product}/vault`])
      for (const shape of ['list', 'grid'])
        for (const [way, scroll] of Object.entries(WAYS)) {
          const account = shape === 'list' ? HOARDER : HOARDER_OF_CARDS
          const longest = await longestTask(browser, `${product}/vault`, account, scroll)
          console.log(
            `a ${shape} of ${MANY_ENTRIES} entries, ${way}: the longest task took ${longest.toFixed(0)} ms (at most: 50)`,
          )
        }
    } finally {
      await browser.close()
    }
  })
}

async function compare(browser: Browser, urls: string[]) {
  const visits = new Map<string, Visit[]>(urls.map(url => [url, []]))
  for (let round = 0; round <= ROUNDS; round++)
    for (const url of urls) {
      const seen = await visit(browser, url, url.endsWith('/vault') ? await signIn(url, ACCOUNT) : undefined)
      // The first round warms the servers.
      if (round) visits.get(url)?.push(seen)
    }
  const middle = (url: string, of: keyof Visit) =>
    (visits.get(url) ?? []).map(each => each[of]).sort((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0
  const [bare = '', ...others] = urls
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1)
  console.log(
    `a bare page: ${kilobytes(middle(bare, 'scripts'))} kB of scripts, painted after ${middle(bare, 'paint').toFixed(0)} ms`,
  )
  for (const url of others) {
    const more = kilobytes(middle(url, 'scripts') - middle(bare, 'scripts'))
    const most = url.endsWith('/vault') ? 110 : 40
    const ratio = (middle(url, 'paint') / middle(bare, 'paint')).toFixed(2)
    console.log(
      `${new URL(url).pathname}: ${more} kB more (at most: ${most}), painted after ${ratio} times as long (at most: 1.5)`,
    )
  }
}

const visit = (browser: Browser, url: string, cookie: string | undefined): Promise<Visit> =>
  onPage(browser, url, cookie, async page => ({ scripts: await scriptsOf(page), paint: await paintOf(page) }))

/** Milliseconds of the longest task while a long list is scrolled, by one of {@link WAYS}. */
const longestTask = async (
  browser: Browser,
  url: string,
  account: typeof ACCOUNT,
  scroll: (page: Page) => Promise<void>,
) =>
  onPage(browser, url, await signIn(url, account), async page => {
    await page.locator('[data-entry]').first().waitFor()
    await page.waitForTimeout(2000)
    const longest = await page.evaluateHandle(() => {
      const seen = { duration: 0 }
      new PerformanceObserver(list => {
        for (const { duration } of list.getEntries()) seen.duration = Math.max(seen.duration, duration)
      }).observe({ type: 'longtask' })
      return seen
    })
    await scroll(page)
    await page.waitForTimeout(500)
    return longest.evaluate(({ duration }) => duration)
  })

const WAYS: Record<string, (page: Page) => Promise<void>> = {
  'from end to end, 400 pixels a frame': page =>
    page.evaluate(async () => {
      // Asked for once: while a list changes, each answer costs a layout that nobody else needs.
      const end = document.documentElement.scrollHeight
      for (let at = 0; at < end; at += 400) {
        scrollTo(0, at)
        await new Promise(requestAnimationFrame)
      }
    }),
  'by the wheel': async page => {
    await page.mouse.move(600, 500)
    for (let turn = 0; turn < WHEEL_TURNS; turn++) await page.mouse.wheel(0, 400)
  },
}

async function onPage<T>(
  browser: Browser,
  url: string,
  cookie: string | undefined,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext()
  try {
    if (cookie) await context.addCookies([{ name: 'refresh_token', value: cookie, url, httpOnly: true, secure: true }])
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.goto(url, { waitUntil: 'networkidle' })
    return await look(page)
  } finally {
    await context.close()
  }
}

/** Compressed bytes of all scripts that the page has loaded by itself. */
const scriptsOf = (page: Page) =>
  page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  )

/** Milliseconds until the largest part was painted. */
const paintOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>(resolve => {
        new PerformanceObserver(list => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        })
      }),
  )

let requests = 0

const ACCOUNT = { email: 'pages@example.com', password: 'correct horse battery' }
const HOARDER = { ...ACCOUNT, email: 'hoarder@example.com' }
const HOARDER_OF_CARDS = { ...ACCOUNT, email: 'cards@example.com' }

const post = (url: URL, body: object, token?: string) => send('POST', url, body, token)

const send = (method: string, url: URL, body: object, token?: string) =>
  fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      // Each from an address of its own, so that no rate stands in the way.
      'x-forwarded-for': `10.201.0.${++requests}`,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })

/** Somebody with a vault. @returns an access token */
async function fillVault(origin: string, account: typeof ACCOUNT, entries: number) {
  await post(new URL('/auth/register', origin), account)
  const signedIn = await post(new URL('/auth/login', origin), account)
  const { jwt_token } = (await signedIn.json()) as { jwt_token: string }
  const accounts = Array.from({ length: entries }, (_, index) => ({
    otp_type: 'totp',
    service: `Service ${index}`,
    account: 'ada',
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  }))
  await post(new URL('/api/v1/twofaccounts/batch', origin), { accounts }, jwt_token)
  return jwt_token
}

/** A session for one visit. @returns its refresh token */
async function signIn(url: string, account: typeof ACCOUNT): Promise<string> {
  const answer = await post(new URL('/auth/login', url), account)
  return /refresh_token=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
}
