import { Failure } from '../../failures'
import { fromBase64, textOf } from '../bytes'
import { openSecretStream } from './ciphers'
import { isObject, type JsonObject } from './document'
import { type Format, passwordOf } from './format'
import { argon2Key } from './key-derivation'
import { isUriList, readUriList } from './uri-list'

/**
 * Ente Auth's export: a list of otpauth URIs with a parameter of its own, plain, or sealed with XChaCha20-Poly1305 under
 * Argon2id. Runs in the browser, too.
 */
export const ente: Format = {
  id: 'ente',
  app: 'Ente Auth',
  recognises: ({ json, text }) =>
    (isObject(json) && 'encryptedData' in json && isObject(json.kdfParams)) ||
    (text !== undefined && /[?&]codeDisplay=/.test(text) && isUriList(text)),
  read: async ({ json, text = '' }, unlock) => {
    if (!isObject(json)) return { rows: readUriList(text) }
    const password = passwordOf(unlock)
    const { memLimit, opsLimit, salt } = json.kdfParams as JsonObject
    const [saltBytes, header, sealed] = [salt, json.encryptionNonce, json.encryptedData].map(value =>
      typeof value === 'string' ? fromBase64(value) : undefined,
    )
    if (!saltBytes || !header || !sealed) throw new Failure('import_unreadable')
    const cost = { memoryKiB: Math.floor(Number(memLimit) / 1024), passes: Number(opsLimit), lanes: 1 }
    const content = openSecretStream(await argon2Key(unlock.using, password, saltBytes, cost), header, sealed)
    if (!content) throw new Failure('import_wrong_password')
    return { rows: readUriList(textOf(content) ?? '') }
  },
}
