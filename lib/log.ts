import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'

/**
 * The log: one JSON object a line on standard output. Nothing secret is ever given to it; what a careless line might
 * hold is removed here once more.
 */
export const log = pino({
  level: process.env.LOG_LEVEL || 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: label => ({ level: label }) },
  redact: {
    paths: ['password', 'token', 'code', 'secret', 'authorization', 'cookie', '*.password', '*.token', '*.secret'],
    censor: '[removed]',
  },
  serializers: { err: describeError },
  mixin: () => ({ request_id: requestContext.getStore()?.requestId }),
})

/** What every line written while a request is served carries along. */
export const requestContext = new AsyncLocalStorage<{ requestId: string }>()

/** Messages of the database driver may quote values; a bug is found by its code and its stack all the same. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, stack, code } = error as Error & { code?: string }
  const fromDatabase = /^[0-9A-Z]{5}$/.test(code ?? '') || name.startsWith('PrismaClient')
  const frames = stack?.slice(stack.indexOf('\n    at ') + 1)
  return { name, code, message: fromDatabase ? undefined : error.message, stack: frames }
}
