import { build, generateIfStale } from './build'
import { migrate } from './migrate'

// What Vercel and the container call. No database and no secrets are needed; a production deployment on Vercel, which has
// no other moment for it, also brings its database up to date.
await generateIfStale()
await build()
if (process.env.VERCEL_ENV === 'production' && process.env.DATABASE_URL) await migrate(process.env.DATABASE_URL)
