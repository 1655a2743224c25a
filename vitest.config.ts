import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{app,components,lib,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: 'scripts/testing/cluster.ts',
    setupFiles: 'scripts/testing/environment.ts',
    pool: 'forks',
    // By itself it leaves one of two processors idle.
    maxWorkers: 2,
    execArgv: ['--expose-gc'],
    // It imports parts of Next by names that only a bundler finds.
    server: { deps: { inline: ['next-auth'] } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
