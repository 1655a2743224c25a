import { createContext } from 'react'
import type { Grouping } from './codes'
import type { VaultEntry } from './entries'
import type { VaultPreferences } from './preferences'
import type { CodeActs } from './use-codes'

export type VaultView = {
  preferences: VaultPreferences
  grouping: Grouping
  codes: CodeActs
  /** Selects an entry, or no more. */
  select: (entry: VaultEntry) => void
  /** The keyboard has come to an entry. */
  focused: (entry: VaultEntry) => void
  openMenu: (entry: VaultEntry, beside: HTMLElement) => void
  menuFor: number | undefined
}

/** What every entry of the shown vault knows; it changes rarely, so that entries are drawn rarely. */
export const VaultContext = createContext<VaultView>({} as VaultView)
