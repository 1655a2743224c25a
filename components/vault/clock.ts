/** The server's time in the browser, and one timer for everything that changes with it. */
export type Clock = {
  /** Whole seconds of Unix time, by the server's clock. */
  seconds(): number
  /** Milliseconds of Unix time, by the server's clock. */
  milliseconds(): number
  /** Calls at every full second, from the one timer, few at a time; ends with the last listener. */
  subscribe(listener: () => void): () => void
  /** By how many milliseconds this device is ahead of the server. */
  ahead(): number
  /** Sets {@link Clock.ahead}; below {@link TOLERANCE_MS} it counts as right. */
  setAhead(milliseconds: number): void
}

/** `Date` headers know whole seconds, and a request takes its time: less than this is not worth a word. */
export const TOLERANCE_MS = 2500

/** So many listeners hear of a second before the browser may draw: a long list must not stop its own scrolling. */
const AT_ONCE = 12
const FRAME_MS = 16

export function createClock(now = () => Date.now()): Clock {
  let ahead = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()
  const milliseconds = () => now() - ahead
  const wait = () => {
    timer = setTimeout(tick, 1000 - (milliseconds() % 1000))
  }
  const tick = () => {
    tell([...listeners])
    wait()
  }
  const tell = (waiting: (() => void)[]) => {
    for (const listener of waiting.slice(0, AT_ONCE)) if (listeners.has(listener)) listener()
    if (waiting.length > AT_ONCE) setTimeout(tell, FRAME_MS, waiting.slice(AT_ONCE))
  }
  return {
    milliseconds,
    ahead: () => ahead,
    seconds: () => Math.floor(milliseconds() / 1000),
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) wait()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearTimeout(timer)
      }
    },
    setAhead(value) {
      ahead = Math.abs(value) < TOLERANCE_MS ? 0 : value
      for (const listener of listeners) listener()
    },
  }
}

/**
 * Compares this device's clock with the server's.
 *
 * @returns by how many milliseconds this device is ahead; undefined when the server cannot be asked.
 */
export async function measureAhead(now = () => Date.now()): Promise<number | undefined> {
  const before = now()
  const answer = await fetch('/api/healthz', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
  const date = Date.parse(answer?.headers.get('date') ?? '')
  if (Number.isNaN(date)) return undefined
  // The header is cut to the second: on average the server was half a second further.
  return (before + now()) / 2 - (date + 500)
}
