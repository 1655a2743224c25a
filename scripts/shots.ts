import { provideChromium } from './browsers'
import { buildIfStale, generateIfStale } from './build'
import { run } from './tools'

// Takes a picture of every page, wide and narrow, light and dark, into .test/shots.
await generateIfStale()
await buildIfStale()
await provideChromium()
await run('playwright', ['test', '--config', 'playwright.shots.config.ts', ...process.argv.slice(2)])
console.log('The pictures are in .test/shots.')
