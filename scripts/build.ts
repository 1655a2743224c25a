import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isAlive } from './processes'
import { writeRouteList } from './routes'
import { run } from './tools'

/** Generates what is not kept in git: the list of routes, and Prisma's client when the schema has changed. */
export async function generateIfStale(): Promise<void> {
  await writeRouteList()
  await whenStale('lib/generated/prisma', ['prisma/schema.prisma'], async () => {
    // Prisma wants its native schema engine at hand, which it would download, and then does not use it.
    await run('prisma', ['generate', '--no-hints'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }, 'quiet')
  })
}

/** Builds the application when any of its sources has changed since the last build. @throws as {@link build} */
export async function buildIfStale(): Promise<void> {
  await whenStale('.next', SOURCES, async () => {
    await expectUnserved()
    console.log('Building (about a minute; only after changes) …')
    await nextBuild('quiet')
  })
}

/**
 * Builds the application in any case; a start after it has nothing left to build.
 *
 * @throws Error with a sentence for the operator, while another process serves the last build.
 */
export async function build(): Promise<void> {
  await expectUnserved()
  await stamped('.next', await digestOf(SOURCES), () => nextBuild('loud'))
}

/** Where each process that serves the build leaves a file of its own. */
const SERVING = '.next/serving'

/** Until this process ends, nobody builds anew: the pages that it serves would lose their scripts. */
export async function noteServing(): Promise<void> {
  const note = path.join(SERVING, String(process.pid))
  await mkdir(SERVING, { recursive: true })
  const ofTheDead = (await readdir(SERVING)).filter(pid => !isAlive(Number(pid)))
  await Promise.all(ofTheDead.map(pid => rm(path.join(SERVING, pid), { force: true })))
  await writeFile(note, '')
  process.on('exit', () => rmSync(note, { force: true }))
}

async function expectUnserved() {
  const noted = await readdir(SERVING).catch(() => [])
  const server = noted.find(pid => pid !== String(process.pid) && isAlive(Number(pid)))
  if (server === undefined) return
  throw new Error(
    `The sources have changed, and another Latchkey (process ${server}) serves what was built from them before. ` +
      `Stop it first. If process ${server} is something else, remove ${path.join(SERVING, server)}.`,
  )
}

const nextBuild = (sound: 'quiet' | 'loud') => run('next', ['build'], { NODE_ENV: 'production' }, sound)

/** Builds the bare application that `npm run bench` measures against. */
export async function buildFloorIfStale(): Promise<void> {
  await whenStale('bench/floor/.next', ['bench/floor/app', 'bench/floor/next.config.mjs', 'lib'], () =>
    run('next', ['build', 'bench/floor'], { NODE_ENV: 'production' }, 'quiet'),
  )
}

const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

async function whenStale(folder: string, sources: string[], work: () => Promise<void>) {
  const digest = await digestOf(sources)
  if ((await readFile(stampOf(folder), 'utf8').catch(() => '')) === digest) return
  await stamped(folder, digest, work)
}

/** The stamp is that of the sources before the work: what is changed while it goes on is not in it. */
async function stamped(folder: string, digest: string, work: () => Promise<void>) {
  await work()
  await mkdir(folder, { recursive: true })
  await writeFile(stampOf(folder), digest)
}

const stampOf = (folder: string) => path.join(folder, 'latchkey-sources')

async function digestOf(sources: string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources.filter(existsSync)) {
    for (const file of await filesBelow(source)) hash.update(file).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesBelow(source: string): Promise<string[]> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (!entries) return [source]
  return entries
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
}
