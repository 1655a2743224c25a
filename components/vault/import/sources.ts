import { Refused } from '@/components/refused'
import { Failure } from '@/lib/core/failures'
import { readImageHeader } from '@/lib/core/vault/images/image-header'
import type { Batch } from '@/lib/core/vault/import/format'
import { derivingPortably } from '@/lib/core/vault/import/key-derivation'
import { type Import, MAX_IMPORT_BYTES, readExport } from '@/lib/core/vault/import/read-export'

export type Content = string | Uint8Array

/** What became of something that was brought in. */
export type Outcome =
  | { state: 'reading' }
  | { state: 'locked'; content: Content }
  | { state: 'read'; found: Import }
  /** A code of `failures`, or of what only this page can say. */
  | { state: 'refused'; code: string }

/** A file, a picture or a text that was brought in. */
export type Source = Outcome & {
  id: number
  name: string
  /** What its QR codes say: the same code is taken once. */
  texts?: string[]
}

/** How something that is locked is opened. It may take half a minute: it says how far it is, in percent, and can be given up. */
export type Opening = { password: string; signal: AbortSignal; onProgress: (percent: number) => void }

/**
 * Reads an export by its content. Whatever has a password is `locked` until the right one is given.
 *
 * @throws Refused `import_wrong_password`; an AbortError when it was given up.
 */
export async function readContent(content: Content, opening?: Opening): Promise<Outcome> {
  try {
    return { state: 'read', found: await readExport(content, opening ? optionsOf(opening) : {}) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === 'import_encrypted') return { state: 'locked', content }
    if (error.code === 'import_wrong_password') throw new Refused(0, error.code)
    return { state: 'refused', code: error.code === 'body_too_large' ? 'file_too_large' : error.code }
  }
}

const optionsOf = ({ password, signal, onProgress }: Opening) => ({
  password,
  using: derivingPortably(done => {
    signal.throwIfAborted()
    onProgress(Math.floor(done * 100))
  }),
})

/** Reads what stands in several QR codes; those that are no authenticator's are passed over while others are. */
export async function readTexts(texts: string[]): Promise<Outcome> {
  const outcomes = await Promise.all(texts.map(text => readContent(text)))
  const found = outcomes.flatMap(outcome => (outcome.state === 'read' ? [outcome.found] : []))
  const [first] = found
  if (!first) return outcomes.find(({ state }) => state === 'locked') ?? { state: 'refused', code: 'other_qr' }
  return {
    state: 'read',
    found: {
      ...first,
      entries: found.flatMap(({ entries }) => entries),
      batches: found.flatMap(({ batches = [] }) => batches),
    },
  }
}

/** Whether a file is a picture, by its first bytes; vector drawings by what they are called. */
export async function isPicture(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 64 * 1024).arrayBuffer())
  return readImageHeader(head) !== undefined || file.type === 'image/svg+xml'
}

/** @returns undefined for a file that is larger than any export. */
export async function contentOf(file: Blob): Promise<Content | undefined> {
  return file.size > MAX_IMPORT_BYTES ? undefined : new Uint8Array(await file.arrayBuffer())
}

/** Transfers that were cut into several QR codes, each with the codes that were read so far, in whatever order. */
export function batchesOf(sources: Source[]): Batch[] {
  const batches = new Map<string, Batch>()
  for (const batch of sources.flatMap(source => (source.state === 'read' ? (source.found.batches ?? []) : []))) {
    const key = `${batch.id} ${batch.size}`
    const present = [...(batches.get(key)?.present ?? []), ...batch.present]
    batches.set(key, { ...batch, present: [...new Set(present)].sort((one, other) => one - other) })
  }
  return [...batches.values()].filter(({ size }) => size > 1)
}
