import { generateIfStale, run } from './build'

// What Vercel and the container call: no database and no secrets are needed.
await generateIfStale()
await run('next', ['build'], { NODE_ENV: 'production' })
