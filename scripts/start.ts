import { serve } from './serve'

await serve({ development: process.argv.includes('--dev') })
