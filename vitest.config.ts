import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{app,components,lib,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: 'scripts/testing/cluster.ts',
    setupFiles: 'scripts/testing/environment.ts',
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
