import { Failure } from '../../failures'
import type { Document } from './document'
import type { ImportedRow } from './draft'
import type { KeyDerivation } from './key-derivation'

/** One kind of file that can be imported. */
export type Format = {
  id: '2fauth' | 'aegis' | '2fas' | 'google' | 'bitwarden' | 'otpauth' | 'ente' | 'freeotpplus' | 'andotp' | 'stratum'
  /** The application, as document 003 names it in `Invalid or unreadable <app> data`. */
  app: string
  /** Whether a document is of this kind, by its content alone. */
  recognises(document: Document): boolean
  /** @throws Failure import_unreadable, import_encrypted, import_wrong_password, import_too_costly, import_too_many */
  read(document: Document, unlock: Unlock): Reading | Promise<Reading>
}

export type Reading = { rows: ImportedRow[]; batches?: Batch[] }

/** A transfer of Google Authenticator that was cut into several QR codes. */
export type Batch = { id: number; size: number /** Those that were read, counted from 1. */; present: number[] }

/** What it takes to open an encrypted file. */
export type Unlock = { password: string | undefined; using: KeyDerivation }

/** @throws Failure import_encrypted where there is no password to open it with */
export function passwordOf({ password }: Unlock): string {
  if (!password) throw new Failure('import_encrypted')
  return password
}
