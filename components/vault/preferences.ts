import type { Grouping } from './codes'

/** What of a reader's preferences (document 003) the vault's pages follow. */
export type VaultPreferences = {
  showOtpAsDot: boolean
  revealDottedOTP: boolean
  closeOtpOnCopy: boolean
  copyOtpOnDisplay: boolean
  clearSearchOnCopy: boolean
  viewDefaultGroupOnCopy: boolean
  getOtpOnRequest: boolean
  displayMode: 'list' | 'grid'
  showAccountsIcons: boolean
  activeGroup: number
  rememberActiveGroup: boolean
  defaultGroup: number
  formatPassword: boolean
  formatPasswordBy: number
  showNextOtp: boolean
  sortCaseSensitive: boolean
  sortOrder: 'asc' | 'desc'
  /** Minutes without a touch; 0 and below: however long. */
  kickUserAfter: number
}

/**
 * Whether codes are computed here, from secrets that are fetched once and kept in memory only. Not for readers who hide
 * their codes and want each one on request: theirs come from the API, one at a time.
 */
export const computesCodes = ({ showOtpAsDot, getOtpOnRequest }: VaultPreferences): boolean =>
  !(showOtpAsDot && getOtpOnRequest)

export const groupingOf = ({ formatPassword, formatPasswordBy }: VaultPreferences): Grouping =>
  !formatPassword ? 'none' : formatPasswordBy === 2 || formatPasswordBy === 3 ? formatPasswordBy : 'half'

/** The group that the vault opens with; 0 for all entries. */
export const shownGroup = ({ rememberActiveGroup, activeGroup }: VaultPreferences): number =>
  rememberActiveGroup ? activeGroup : 0
