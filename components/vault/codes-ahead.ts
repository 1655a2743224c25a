import { type CodeSource, timeCode } from '@/lib/core/vault/otp'

/**
 * Every code of an entry from a moment on.
 *
 * @param now Unix time in seconds, by the server's clock.
 * @param seconds how long.
 */
export function codesAhead(source: CodeSource, now: number, seconds: number) {
  const until = now + seconds
  const { period } = timeCode(source, now)
  const codes: { from: number; code: string }[] = []
  for (let from = Math.floor(now / period) * period; from < until; from += period)
    codes.push({ from, code: timeCode(source, from).password })
  return { codes, until }
}
