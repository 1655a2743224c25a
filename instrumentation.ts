export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { installServerHook } = await import('./lib/http/server-hook')
  installServerHook()
  const { boot } = await import('./lib/boot')
  await boot()
}
