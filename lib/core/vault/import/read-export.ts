import { Failure } from '../../failures'
import { aegis } from './aegis'
import { andOtp } from './and-otp'
import { bitwarden } from './bitwarden'
import { documentOf } from './document'
import { ente } from './ente'
import type { Format, Reading } from './format'
import { freeOtpPlus } from './free-otp-plus'
import { google } from './google'
import { type KeyDerivation, portableKeyDerivation } from './key-derivation'
import { stratum } from './stratum'
import { twoFas } from './two-fas'
import { twoFAuth } from './two-fauth'
import { uriList } from './uri-list'

/** Holds ten thousand entries, and a good number of icons. */
export const MAX_IMPORT_BYTES = 2 * 2 ** 20

/** In the order of document 003, then the others; a list of URIs comes last, since Ente's is one, too. */
const formats: Format[] = [twoFAuth, aegis, twoFas, google, bitwarden, ente, freeOtpPlus, stratum, andOtp, uriList]

/** What a file holds, row by row; nothing is saved. */
export type Import = { format: Format['id']; app: string; entries: Reading['rows']; batches: Reading['batches'] }

/**
 * Reads the export of another application, or text that was pasted, by its content. Rows that are bad are reported among
 * the good ones. Runs in the browser, too.
 *
 * @param options.password opens an encrypted export.
 * @param options.using how keys are derived of the password, and what that may cost.
 * @throws Failure body_too_large, import_unknown_format, import_encrypted (without a password), import_wrong_password,
 * import_account_bound, import_unreadable (with the application's name), import_too_costly, import_too_many
 */
export async function readExport(
  input: string | Uint8Array,
  options: { password?: string; using?: KeyDerivation } = {},
): Promise<Import> {
  if (input.length > MAX_IMPORT_BYTES) throw new Failure('body_too_large')
  const document = documentOf(input)
  const format = formats.find(known => known.recognises(document))
  if (!format) throw new Failure('import_unknown_format')
  const { password, using = portableKeyDerivation } = options
  try {
    const { rows, batches } = await format.read(document, { password, using })
    return { format: format.id, app: format.app, entries: rows, batches }
  } catch (error) {
    if (error instanceof Failure && error.code === 'import_unreadable')
      throw new Failure('import_unreadable', { app: format.app })
    throw error
  }
}
