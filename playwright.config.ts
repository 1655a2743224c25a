import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/browsers'

const executablePath = findChromium()

const quiet = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/support/setup.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: ['--no-sandbox', '--disable-gpu', ...quiet],
      ...(executablePath && { executablePath }),
    },
  },
  projects: [
    // Some of them wait for time to pass: others work meanwhile.
    { name: 'api', testMatch: 'api/**/*.spec.ts' },
    {
      name: 'browser',
      workers: 2,
      testIgnore: ['api/**', 'operations/**'],
    },
    // Last, and one after the other: they start, starve and kill products of their own.
    { name: 'operations', testMatch: 'operations/**/*.spec.ts', workers: 1, fullyParallel: false, timeout: 300_000 },
  ],
})
