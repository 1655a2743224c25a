import { constants } from 'node:os'
import { starters, startersAtFirst } from './starters.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** One Ctrl-C may come from the terminal, from npm, and as npm's end: what follows this soon is the same signal. */
const SAME_SIGNAL_MS = 700

/**
 * Calls `first` when this process is told to end, by a signal or by the end of npm that has started it, and `again` each
 * time that it is told once more.
 *
 * @returns how to listen no longer.
 */
export function onInterruption(first: (signal: NodeJS.Signals) => void, again: () => void): () => void {
  let begun: number | undefined
  const hear = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (begun === undefined) {
      begun = now
      first(signal)
    } else if (now - begun > SAME_SIGNAL_MS) again()
  }
  for (const signal of SIGNALS) process.on(signal, hear)
  const watch = process.env.npm_lifecycle_event ? whenOrphaned(() => begun ?? hear('SIGTERM')) : undefined
  return () => {
    clearInterval(watch)
    for (const signal of SIGNALS) process.off(signal, hear)
  }
}

/** With what a process ends that a signal has ended. */
export const exitCodeOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal]

/** npm, when it is ended, takes along the shell between us, or leaves that behind: nobody is left who could end us. */
function whenOrphaned(stop: () => void): NodeJS.Timeout {
  const watch = setInterval(() => {
    if (starters() === startersAtFirst) return
    clearInterval(watch)
    stop()
  }, 500)
  return watch.unref()
}
