import type { Bytes } from './bytes'
import type { Entry } from './entry'

/** An entry on its way from one application to another, with what else they say of it. */
export type PortableEntry = Entry & {
  note?: string
  /** Names, not ids. */
  groups?: string[]
  pinned?: true
  /** Where an icon could be had; never fetched on the way. */
  image?: string
  /** An icon as the file holds it: neither its type nor its content is checked yet. */
  icon?: { data: Bytes; mime: string | null }
}
