import { spawnSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const folder = path.resolve('.test', `build-${process.pid}`)
const serving = path.join(folder, '.next/serving')
const BUILD = `await import('${pathToFileURL(path.resolve('scripts/build.ts'))}').then(({ build }) => build())`

beforeEach(() => mkdir(serving, { recursive: true }))

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Asks for a build in a folder that has no tools: one that is begun fails for want of them. */
const tryToBuild = () =>
  spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', BUILD], {
    cwd: folder,
    encoding: 'utf8',
  })

test('REL-04: nothing is built while a process that lives serves the last build', async () => {
  await writeFile(path.join(serving, String(process.pid)), '')
  const { status, stderr } = tryToBuild()
  expect(status).toBe(1)
  expect(stderr).toContain(`another Latchkey (process ${process.pid}) serves`)
  expect(stderr).not.toContain('node_modules/.bin/next')
})

test('REL-04: one that was killed stands in the way of no build', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await writeFile(path.join(serving, String(pid)), '')
  expect(tryToBuild().stderr).toContain('node_modules/.bin/next')
})
