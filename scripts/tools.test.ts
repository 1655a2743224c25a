import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, test } from 'vitest'
import { isAlive } from './processes'

/** A tool that starts another process, which tells its id and would go on for ever. */
const SCRIPT = `import('./scripts/tools.ts').then(async ({ show }) => {
  await show('tsx', ['-e', 'console.log(process.pid); setInterval(() => undefined, 1000)'])
  console.log('went on')
})`

const shellWord = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`
const COMMAND = [process.execPath, '--import', 'tsx', '-e', SCRIPT]

async function launch([command = '', ...args]: string[]) {
  const env = { ...process.env, npm_lifecycle_event: 'test' }
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const output = createInterface(child.stdout).on('line', line => lines.push(line))
  await once(output, 'line')
  return { child, lines, innermost: Number(lines[0]), closed: once(output, 'close') }
}

const ended = ({ exitCode, signalCode }: ChildProcess) => exitCode ?? signalCode

describe.concurrent('whoever runs a tool', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends with it at %s, and leaves nothing of it', async ([signal, code], { expect }) => {
    const { child, lines, innermost, closed } = await launch(COMMAND)
    child.kill(signal)
    await closed
    await expect.poll(() => ended(child), { timeout: 10_000 }).toBe(code)
    expect(lines).toHaveLength(1)
    expect(isAlive(innermost)).toBe(false)
  })

  test('ends with it when the shell of npm is no more', async ({ expect }) => {
    const { child, lines, innermost, closed } = await launch(['sh', '-c', `${COMMAND.map(shellWord).join(' ')}; true`])
    child.kill('SIGKILL')
    await closed
    expect(lines).toHaveLength(1)
    expect(isAlive(innermost)).toBe(false)
  })
})
