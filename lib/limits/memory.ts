import { boundedMap } from './bounded-map'
import type { Store } from './store'

/** Sliding logs of this process alone, by its monotonic clock. The keys used longest ago are forgotten first. */
export function memoryStore(capacity = 20_000): Store {
  const logs = boundedMap<number[]>(capacity)
  return {
    async take(key, quota, windowMs) {
      const now = performance.now()
      const live = logs.get(key) ?? []
      while ((live[0] ?? now) <= now - windowMs) live.shift()
      const allowed = live.length < quota
      if (allowed) live.push(now)
      logs.set(key, live, windowMs)
      return { allowed, remaining: quota - live.length, waitMs: (live[0] ?? now) + windowMs - now }
    },
  }
}
