import './starters.mjs'
import { prepare } from './install.mjs'

// `node scripts/run.mjs <name> …` runs scripts/<name>.ts, after installing what is missing.
const [name] = process.argv.splice(2, 1)
await prepare()
await import(`./${name}.ts`)
