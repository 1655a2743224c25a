import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium, provideChromium } from '../browsers'
import { buildIfStale } from '../build'
import { onBench } from './load'

const ROUNDS = Number(process.env.BENCH_ROUNDS) || 5

/** A phone of middling age: everything takes four times as long. */
const SLOWDOWN = 4

const ENTRIES = 20

type Visit = { scripts: number; paint: number }

/** Scripts on first load and the largest contentful paint of pages, beside those of a bare page of Next. */
export async function benchPages() {
  await buildIfStale()
  await provideChromium()
  await onBench(async start => {
    const product = (await start('.')).origin.replace('127.0.0.1', 'localhost')
    const floor = (await start('bench/floor')).origin.replace('127.0.0.1', 'localhost')
    await fillVault(product)
    const executablePath = findChromium()
    const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath && { executablePath }) })
    try {
      await compare(browser, [`${floor}/`, `${product}/login`, `${product}/vault`])
    } finally {
      await browser.close()
    }
  })
}

async function compare(browser: Browser, urls: string[]) {
  const visits = new Map<string, Visit[]>(urls.map(url => [url, []]))
  for (let round = 0; round <= ROUNDS; round++)
    for (const url of urls) {
      const seen = await visit(browser, url, url.endsWith('/vault') ? await signIn(url) : undefined)
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

async function visit(browser: Browser, url: string, cookie: string | undefined): Promise<Visit> {
  const context = await browser.newContext()
  try {
    if (cookie) await context.addCookies([{ name: 'refresh_token', value: cookie, url, httpOnly: true, secure: true }])
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.goto(url, { waitUntil: 'networkidle' })
    return { scripts: await scriptsOf(page), paint: await paintOf(page) }
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

const post = (url: URL, body: object, token?: string) =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Each from an address of its own, so that no rate stands in the way.
      'x-forwarded-for': `10.201.0.${++requests}`,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })

/** Somebody with a vault. */
async function fillVault(origin: string) {
  await post(new URL('/auth/register', origin), ACCOUNT)
  const signedIn = await post(new URL('/auth/login', origin), ACCOUNT)
  const { jwt_token } = (await signedIn.json()) as { jwt_token: string }
  const accounts = Array.from({ length: ENTRIES }, (_, index) => ({
    otp_type: 'totp',
    service: `Service ${index}`,
    account: 'ada',
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  }))
  await post(new URL('/api/v1/twofaccounts/batch', origin), { accounts }, jwt_token)
}

/** A session for one visit. @returns its refresh token */
async function signIn(url: string): Promise<string> {
  const answer = await post(new URL('/auth/login', url), ACCOUNT)
  return /refresh_token=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
}
