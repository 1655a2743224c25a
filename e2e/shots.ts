import { open, places } from './support/places'
import { test } from './support/test'

// `npm run shots`: every page and state as pictures in .test/shots, for looking at.
for (const place of places)
  test(place.name, async ({ page, api, accounts, mail, store, visits }) => {
    await open(place, { page, api, accounts, mail, store, visits })
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 800 })
        await page.evaluate(() => scrollTo(0, 0))
        const name = place.name.replace(/[^a-z0-9]+/gi, '-')
        await page.screenshot({ path: `.test/shots/${name}-${width}-${colorScheme}.png`, fullPage: true })
      }
  })
