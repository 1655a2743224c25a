// The service worker of people who keep a copy of their vault on a device (components/vault/offline): where the network,
// or the server, is gone, the vault's pages become the offline page. It keeps nothing by itself, and touches no API call.

const CACHE = 'latchkey-offline'
const SHELL = '/vault/offline'

/** A network that says nothing for so long is none. */
const PATIENCE_MS = 10_000

/** What a proxy says in place of a server that is gone, and a server without its database. */
const AWAY = [502, 503, 504]

/** Once the offline page was needed, its files are not asked of the network first. */
let isAway = false

addEventListener('install', event => event.waitUntil(skipWaiting()))
addEventListener('activate', event => event.waitUntil(clients.claim()))

addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (new URL(request.url).pathname.startsWith('/_next/static/')) event.respondWith(file(request))
})

async function page(request) {
  const patience = new Promise(resolve => setTimeout(resolve, PATIENCE_MS))
  const answer = await Promise.race([fetch(request), patience]).catch(() => undefined)
  isAway = !answer || AWAY.includes(answer.status)
  return (isAway && (await shell())) || answer || Response.error()
}

/** The kept page with a nonce that is new each time, as its own server would give it. */
async function shell() {
  const kept = await caches.match(SHELL, { cacheName: CACHE })
  const policy = kept?.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
  if (!nonce) return undefined
  const fresh = btoa(crypto.randomUUID())
  const headers = new Headers(kept.headers)
  headers.set('content-security-policy', policy.replaceAll(nonce, fresh))
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  return new Response((await kept.text()).replaceAll(nonce, fresh), { headers })
}

async function file(request) {
  const kept = () => caches.match(request, { cacheName: CACHE })
  if (isAway) return (await kept()) ?? fetch(request)
  return fetch(request).catch(async () => (await kept()) ?? Response.error())
}
