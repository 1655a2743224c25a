import { memoryStore } from '../../lib/limits/memory'

// A process of its own, so that only the limiter's keys make it grow: puts a million into the store, and prints how much
// it has grown, what is held then, and whether the newest and the oldest key are known.
const key = (index: number) => `/auth/login 2001:db8:${index >> 16}:${index & 0xffff}::/64 6/minute`
const isKnown = async (index: number) => !(await store.take(key(index), 1, 60_000)).allowed

const before = process.memoryUsage()
const store = memoryStore()
for (let index = 0; index < 1_000_000; index++) await store.take(key(index), 1, 60_000)
const grown = process.memoryUsage.rss() - before.rss
global.gc?.()
const held = process.memoryUsage().heapUsed - before.heapUsed
console.log(JSON.stringify({ grown, held, newest: await isKnown(999_999), oldest: await isKnown(0) }))
process.exit()
