import { readdirSync, readFileSync } from 'node:fs'
import createNextIntlPlugin from 'next-intl/plugin'

/** Documented paths outside /api. Elsewhere the server hook of lib/http/server-hook.ts does this, for less. */
const outside = [
  'auth',
  'oauth2',
  '2fa',
  'healthz',
  'readyz',
  'metrics',
  'oauth/personal-access-tokens',
  '.well-known/jwks.json',
]

const newestMigration = readdirSync(new URL('prisma/migrations', import.meta.url))
  .filter(name => /^\d{14}_/.test(name))
  .sort()
  .at(-1)

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

const staticHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Content-Security-Policy', value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

const rewrites = async () => ({
  beforeFiles: outside.flatMap(path => [
    { source: `/${path}`, destination: `/api/${path}` },
    { source: `/${path}/:rest*`, destination: `/api/${path}/:rest*` },
  ]),
  afterFiles: [],
  fallback: [],
})

/** @type {import('next').NextConfig} */
const config = {
  ...(process.env.NEXT_OUTPUT === 'standalone' && { output: 'standalone' }),
  poweredByHeader: false,
  skipTrailingSlashRedirect: true,
  reactStrictMode: true,
  images: { unoptimized: true },
  experimental: {
    // All entries at once would keep a start busy for two seconds more; one by one, each first use waits a few milliseconds.
    preloadEntriesOnStart: false,
    // Fewer scripts of twice the usual least size: on a slow phone each one that is asked for holds up the first paint.
    turbopackChunking: { minChunkSize: 100_000 },
  },
  // `npm run check` looks at types; a first start has no need to wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'pino', 'pg', 'nodemailer', '@redis/client', 'prom-client', 'zxing-wasm'],
  env: { NEWEST_MIGRATION: newestMigration ?? '', LATCHKEY_VERSION: version },
  headers: async () => ['/_next/static/:path*', '/icon.svg'].map(source => ({ source, headers: staticHeaders })),
  ...(process.env.VERCEL && { rewrites }),
}

export default createNextIntlPlugin('./lib/messages/request.ts')(config)
