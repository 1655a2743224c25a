import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitCodeOf, onInterruption } from './interruption'

/** Tests may have products of their own to end. */
const PATIENCE_MS = 20_000

type Environment = Record<string, string>

/** Runs a tool of node_modules/.bin in front of the reader's eyes. @returns its exit code. */
export const show = (tool: string, args: string[], env: Environment = {}): Promise<number> =>
  exitOf(start(tool, args, env, 'inherit'))

/** Runs a tool of node_modules/.bin; a quiet one is heard only when it fails. @throws Error when it does. */
export async function run(tool: string, args: string[], env: Environment = {}, sound: 'quiet' | 'loud' = 'loud') {
  const child = start(tool, args, { CHECKPOINT_DISABLE: '1', ...env }, sound === 'loud' ? 'inherit' : 'pipe')
  let output = ''
  child.stdout?.on('data', chunk => (output += chunk))
  child.stderr?.on('data', chunk => (output += chunk))
  if ((await exitOf(child)) !== 0) throw new Error(`${tool} ${args[0]} failed.\n${output}`)
}

const onWindows = process.platform === 'win32'

/** In a group of its own: a Ctrl-C in the terminal reaches it through us, once, and what it leaves behind is found. */
function start(tool: string, args: string[], env: Environment, stdio: 'inherit' | 'pipe'): ChildProcess {
  return spawn(path.join('node_modules/.bin', tool), args, {
    stdio: ['ignore', stdio, stdio],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    shell: onWindows,
    detached: !onWindows,
  })
}

/** Resolves when the tool has ended by itself; told to end, we end together with it, and nothing comes after. */
async function exitOf(child: ChildProcess): Promise<number> {
  let interrupted = false
  const endWithUs = async (signal: NodeJS.Signals) => {
    interrupted = true
    await end(child)
    process.exit(exitCodeOf(signal))
  }
  const listenNoLonger = onInterruption(endWithUs, () => signalGroup(child, 'SIGKILL'))
  try {
    const [code] = await once(child, 'exit')
    if (interrupted) await new Promise(() => undefined)
    return code ?? 1
  } finally {
    listenNoLonger()
  }
}

/** The tool first, so that it can end what it has started; then what it has left behind. */
async function end(child: ChildProcess) {
  child.kill('SIGINT')
  await within(PATIENCE_MS, () => child.exitCode !== null || child.signalCode !== null)
  signalGroup(child, 'SIGTERM')
  if (!(await within(PATIENCE_MS, () => !signalGroup(child, 0)))) signalGroup(child, 'SIGKILL')
}

/** @returns whether there is anybody left. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(onWindows ? pid : -pid, signal)
  } catch {
    return false
  }
}

async function within(ms: number, isSo: () => boolean): Promise<boolean> {
  for (const deadline = performance.now() + ms; performance.now() < deadline; await sleep(50)) if (isSo()) return true
  return false
}
