// Runs before anything is installed, so it is plain JavaScript without packages.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'

/** Goes to the project's folder, checks Node, installs the packages where package-lock.json is newer, and loads TypeScript. */
export async function prepare() {
  const root = path.resolve(import.meta.dirname, '..')
  process.chdir(root)
  assertNodeIsNewEnough()
  installIfNeeded(root)
  const { register } = await import('tsx/esm/api')
  register()
}

function assertNodeIsNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Latchkey needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** npm leaves a copy of the lock file behind; an older one means that package-lock.json has changed since. */
function installIfNeeded(root) {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  const wanted = path.join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  console.log('Installing the packages (once, about a minute) …')
  // Not `npm ci`: it refuses a lock file that was written where a registry lacks the packages of other platforms.
  const command = 'npm install --no-save --include=dev --no-audit --no-fund --loglevel=error'
  const { status } = spawnSync(command, { stdio: 'inherit', shell: true })
  if (status !== 0) process.exit(status ?? 1)
  utimesSync(installed, new Date(), new Date())
}
