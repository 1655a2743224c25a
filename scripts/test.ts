import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { provideChromium } from './browsers'
import { buildIfStale, generateIfStale } from './build'
import { ensureCommand } from './debian'
import { run, show } from './tools'

// `npm test` runs everything; `npm run check` only what takes seconds.
const quick = process.argv.includes('--quick')

const REPORTS = path.resolve('.test/reports')

type Count = { passed: number; failed: number }

const total: Count = { passed: 0, failed: 0 }
const times: string[] = []

await rm(REPORTS, { recursive: true, force: true })
await mkdir(REPORTS, { recursive: true })

await part('Prepare', async () => {
  ensureCommand('redis-server')
  ensureCommand('faketime')
  await generateIfStale()
  await run('next', ['typegen'], {}, 'quiet')
  // The vault's codes are compared with those of other programs.
  ensureCommand('oathtool')
  ensureCommand('zbarimg', 'zbar-tools')
})
await part('Types', () => run('tsc', ['--noEmit']))
await part('Lint', () => run('biome', ['check', '--error-on-warnings', '.']))
await part('Unit tests', unitTests)
if (!quick && (await part('Build', buildIfStale)) && (await part('Chromium', findBrowser)))
  await part('API and browser tests', endToEndTests)

console.log(`\n${times.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0

/**
 * One part of the run, under a heading and with its time. What tests it holds are counted; a part that breaks without
 * any counts as one that failed, so that the last line never claims more than was seen.
 */
async function part(name: string, work: () => Promise<Count> | Promise<void>): Promise<boolean> {
  console.log(`\n── ${name}`)
  const begun = Date.now()
  const count = await counting(work)
  total.passed += count.passed
  total.failed += count.failed
  times.push(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${name}${count.failed ? ' (failed)' : ''}`)
  return !count.failed
}

async function counting(work: () => Promise<Count> | Promise<void>): Promise<Count> {
  try {
    return (await work()) ?? { passed: 0, failed: 0 }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  }
}

async function unitTests(): Promise<Count> {
  const report = path.join(REPORTS, 'unit.json')
  const code = await show('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  const { numPassedTests, numFailedTests } = await readReport(report)
  return agreeing(numPassedTests, numFailedTests, code)
}

async function findBrowser(): Promise<void> {
  console.log(await provideChromium())
}

async function endToEndTests(): Promise<Count> {
  const report = path.join(REPORTS, 'end-to-end.json')
  const code = await show('playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  const { stats } = await readReport(report)
  return agreeing(stats?.expected, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), code)
}

/** A tool that says it failed without naming a failed test has failed all the same. */
function agreeing(passed = 0, failed = 0, code = 0): Count {
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) }
}

type Report = Partial<{
  numPassedTests: number
  numFailedTests: number
  stats: { expected: number; unexpected: number; flaky: number }
}>

async function readReport(file: string): Promise<Report> {
  return JSON.parse(await readFile(file, 'utf8').catch(() => '{}'))
}
