import { defineConfig } from '@playwright/test'
import config from './playwright.config'

/** As the tests, but what runs takes pictures and judges nothing. */
export default defineConfig({
  ...config,
  testMatch: 'shots.ts',
  projects: [{ ...config.projects?.[1], testIgnore: [] }],
})
