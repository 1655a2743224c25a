import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** All living processes below one, children before grandchildren. */
export async function descendants(pid: number): Promise<number[]> {
  const parents = await parentOfEach()
  const below = (of: number): number[] => {
    const children = [...parents].filter(([, parent]) => parent === of).map(([child]) => child)
    return [...children, ...children.flatMap(below)]
  }
  return below(pid)
}

/** The processes of a product that serve. */
export async function workersOf(pid: number): Promise<number[]> {
  const servers: number[] = []
  for (const child of await descendants(pid)) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')
    if (/^next-server/.test(command)) servers.push(child)
  }
  return servers
}

/** Whether a process still runs; one that has ended and that nobody has asked about does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
}

/** Kills a process and all below it, and waits until they are gone. */
export async function killFamily(pid: number | undefined): Promise<void> {
  if (!pid) return
  const family = [pid, ...(await descendants(pid))]
  for (const each of family) {
    try {
      process.kill(each, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  while ((await Promise.all(family.map(isAlive))).includes(true)) await sleep(10)
}

/** What a process holds in memory. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

async function parentOfEach(): Promise<Map<number, number>> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number]> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      return [Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]
    }),
  )
  return new Map(pairs)
}
