import path from 'node:path'

/** The floors that the product is measured against: a bare Next.js application on the same machine, in the same run. */
export default {
  poweredByHeader: false,
  serverExternalPackages: ['@node-rs/argon2', 'pg', 'pino', '@redis/client'],
  // `npm run check` has looked at the types.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
}
