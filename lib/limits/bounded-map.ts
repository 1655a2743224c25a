/**
 * A map that stays small whatever is put into it: beyond `capacity` the keys that were set longest ago go, and what has
 * expired goes within a minute. It keeps two generations, because evicting single keys from a Map of this size costs a
 * hundred times as much.
 */
export function boundedMap<Value>(capacity: number) {
  type Entry = { value: Value; expiresAt: number }
  let young = new Map<string, Entry>()
  let old = new Map<string, Entry>()

  function forgetExpired() {
    const now = performance.now()
    for (const generation of [young, old])
      for (const [key, { expiresAt }] of generation) if (expiresAt <= now) generation.delete(key)
  }
  setInterval(forgetExpired, 60_000).unref()

  return {
    get(key: string): Value | undefined {
      const entry = young.get(key) ?? old.get(key)
      return entry && entry.expiresAt > performance.now() ? entry.value : undefined
    },
    set(key: string, value: Value, lifetimeMs: number) {
      young.set(key, { value, expiresAt: performance.now() + lifetimeMs })
      if (young.size < capacity / 2) return
      old = young
      young = new Map()
    },
    size: () => young.size + old.size,
  }
}
