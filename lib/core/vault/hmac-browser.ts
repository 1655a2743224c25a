import { hmac as hmacOf } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import type { Algorithm } from './entry'

const hashes = { sha1, sha256, sha512, md5 }

/** RFC 2104 without waiting: the browser's own code answers with promises only, and does not know MD5. */
export const hmac = (algorithm: Algorithm, key: Uint8Array, data: Uint8Array): Uint8Array =>
  hmacOf(hashes[algorithm], key, data)
