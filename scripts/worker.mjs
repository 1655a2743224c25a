import { channel } from 'node:diagnostics_channel'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import next from 'next'

/**
 * In ms: whoever is slower than that holds a connection, and means nothing good by it. Uploads weigh a few MB at most. Idle
 * connections are kept for longer than balancers keep theirs (60 s is usual): one that we close is lost with the request
 * that is just on its way.
 */
const PATIENCE = {
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5000,
}

if (!existsSync('next.config.mjs')) takeConfigurationFromBuild()

// As `next start` does, but for the order: that one listens first, and does not wait for instrumentation.ts any more than
// prepare() does. Whoever comes before that has run would slip past lib/http/server-hook.ts.
const port = Number(process.env.PORT)
const app = next({ dev: false, port, quiet: true })
await app.prepare()
while (!channel('http.server.request.start').hasSubscribers) await sleep(5)
process.title = 'next-server'
createServer(PATIENCE, app.getRequestHandler())
  .on('error', error => {
    console.error(error.message)
    process.exit(1)
  })
  .listen(port)

/** In the image of the Dockerfile there is only what was built; this is how Next hands itself its configuration there. */
function takeConfigurationFromBuild() {
  const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'))
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
}
