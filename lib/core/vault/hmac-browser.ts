import { hmac as keyed } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import type { Algorithm } from './entry'

const hashes = { sha1, sha256, sha512, md5 }

/** HMAC (RFC 2104), where Web Crypto's would be asynchronous and know no MD5. `#hmac` in package.json chooses. */
export const hmac = (algorithm: Algorithm, key: Uint8Array, data: Uint8Array): Uint8Array =>
  keyed(hashes[algorithm], key, data)
