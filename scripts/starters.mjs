// Plain JavaScript, loaded before everything else: npm may be gone by the time that the rest is there.
import { readFileSync } from 'node:fs'

/** Our parent and, where that is the shell of npm and Linux tells it, npm. */
export function starters() {
  const parent = process.ppid
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8')
    const [, name, npm] = /\((.*)\) \S (\d+)/s.exec(stat) ?? []
    return name === 'sh' ? `${parent} of ${npm}` : `${parent}`
  } catch {
    return `${parent}`
  }
}

export const startersAtFirst = starters()
