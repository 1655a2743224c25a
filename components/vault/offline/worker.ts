export const CACHE = 'latchkey-offline'
const WORKER = '/offline-worker.js'
const SCOPE = '/vault'

/** Service workers, the cache and WebCrypto are there, which browsers want https (or this very machine) for. */
export const canWorkOffline = () => isSecureContext && 'serviceWorker' in navigator && 'caches' in window

/** Whether the service worker of the vault is there: so it is while a copy is kept. */
export const hasWorker = async () => canWorkOffline() && Boolean(await navigator.serviceWorker.getRegistration(SCOPE))

export async function registerWorker() {
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE, updateViaCache: 'none' })
}

/** Removes the worker and what it answers with. */
export async function removeWorker() {
  if (!canWorkOffline()) return
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  await registration?.unregister()
  await caches.delete(CACHE)
}
