import { spawnSync } from 'node:child_process'

/** Makes a command available: it is there already, or comes from a Debian package. @throws Error saying what to install. */
export function ensureCommand(command: string, debianPackage = command) {
  if (spawnSync('which', [command]).status === 0) return
  console.log(`Installing ${debianPackage} …`)
  const sudo = process.getuid?.() === 0 ? [] : ['sudo']
  for (const step of [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-y', '-q', debianPackage],
  ]) {
    const [program = '', ...args] = [...sudo, ...step]
    spawnSync(program, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  }
  if (spawnSync('which', [command]).status !== 0)
    throw new Error(`"${command}" is missing. Install it first; on Debian: apt-get install ${debianPackage}`)
}
