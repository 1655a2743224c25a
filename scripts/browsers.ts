import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

/** Where Chromium and Chrome usually are, beside the folders of PATH. */
const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Playwright tries each of its hosts several times; where none can be reached, this is enough to know. */
const PATIENCE_MS = 300_000

/** @returns the Chromium to test with: CHROMIUM_PATH, the system's, or Playwright's own. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : undefined
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = folders.flatMap(folder => NAMES.map(name => path.join(folder, name)))
  return [...candidates, ...USUAL_PLACES, chromium.executablePath()].find(existsSync)
}

/**
 * Makes sure that there is a Chromium, installing one where there is none, and says what it does.
 *
 * @throws Error with a sentence for the developer.
 */
export async function provideChromium(): Promise<string> {
  const present = findChromium()
  if (present) return present
  if (process.env.CHROMIUM_PATH)
    throw new Error(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which is not there.`)
  for (const [what, commands] of ways()) {
    console.log(`No Chromium here. Trying ${what} …`)
    for (const command of commands) if (!(await succeeds(command))) break
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Error('No Chromium could be installed. Install Chromium or Chrome, or name one with CHROMIUM_PATH.')
}

type Command = [tool: string, ...args: string[]]

function ways(): [what: string, commands: Command[]][] {
  const playwright = path.resolve('node_modules/.bin/playwright')
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']
  const apt = (...args: string[]) => [...asRoot, 'apt-get', ...args] as unknown as Command
  return [
    ["Playwright's own: playwright install --with-deps chromium", [[playwright, 'install', '--with-deps', 'chromium']]],
    [
      "Debian's package: apt-get install chromium-headless-shell",
      [
        apt('update', '-q'),
        apt('install', '-y', '-q', '--no-install-recommends', 'chromium-headless-shell', 'fonts-liberation'),
      ],
    ],
  ]
}

/** Runs a command whose output is shown only when it fails, shortened to the lines that tell why. */
function succeeds([tool, ...args]: Command): Promise<boolean> {
  return new Promise(resolve => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }
    const child = spawn(tool, args, { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: PATIENCE_MS })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', error => {
      output += error.message
    })
    child.on('close', code => {
      if (code !== 0) console.log(output.trim().split('\n').slice(-5).join('\n'))
      resolve(code === 0)
    })
  })
}
