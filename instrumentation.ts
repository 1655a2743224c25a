export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { installServerHook } = await import('./lib/http/server-hook')
  installServerHook()
  if (process.env.NEXT_MANUAL_SIG_HANDLE) (await import('./lib/stop')).stopOnSignals()
  const { boot } = await import('./lib/boot')
  await boot()
}
