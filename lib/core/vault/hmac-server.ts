import { createHmac } from 'node:crypto'
import type { Algorithm } from './entry'

/** HMAC (RFC 2104) in half the time that it takes in JavaScript. `#hmac` in package.json chooses. */
export const hmac = (algorithm: Algorithm, key: Uint8Array, data: Uint8Array): Uint8Array =>
  createHmac(algorithm, key).update(data).digest()
