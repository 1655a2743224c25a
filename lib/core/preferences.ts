import { z } from 'zod'
import { sql } from '../db'
import { Failure } from './failures'
import { faulty, type Named, type Value } from './settings'

const flag = (initial: boolean): Named => ({ initial, type: z.boolean() })
const choice = <V extends string | number>(initial: V, ...others: V[]): Named => ({
  initial,
  type: z.literal([initial, ...others]),
})
const word = (initial: string | null, pattern: RegExp): Named => ({
  initial,
  type: initial === null ? z.string().regex(pattern).nullable() : z.string().regex(pattern),
})
const group = (least: number): Named => ({ initial: 0, type: z.int().min(least).max(2_147_483_647) })

/** Every preference that 2FAuth's programs know, up to its version 8, with its default and what it may be. */
export const PREFERENCES = {
  showOtpAsDot: flag(false),
  revealDottedOTP: flag(false),
  closeOtpOnCopy: flag(false),
  copyOtpOnDisplay: flag(false),
  clearSearchOnCopy: flag(false),
  viewDefaultGroupOnCopy: flag(false),
  useBasicQrcodeReader: flag(false),
  displayMode: choice('list', 'grid'),
  showAccountsIcons: flag(true),
  iconSource: choice('logolib', 'iconpack'),
  iconCollection: choice('selfh', 'tfa', 'dashboardicons'),
  iconPack: word(null, /^[\w .-]{1,100}$/),
  iconVariant: choice('regular', 'light', 'dark'),
  iconVariantStrictFetch: flag(false),
  kickUserAfter: choice(15, -1, 0, 1, 5, 10, 30, 60, 1440),
  activeGroup: group(0),
  rememberActiveGroup: flag(true),
  defaultGroup: group(-1),
  defaultCaptureMode: choice('livescan', 'upload', 'advancedForm'),
  useDirectCapture: flag(false),
  AutoSaveQrcodedAccount: flag(false),
  useWebauthnOnly: flag(false),
  getOfficialIcons: flag(true),
  theme: choice('system', 'light', 'dark'),
  formatPassword: flag(true),
  formatPasswordBy: choice(0.5, 2, 3),
  lang: word('browser', /^[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8})*$/),
  getOtpOnRequest: flag(true),
  showNextOtp: flag(true),
  notifyOnNewAuthDevice: flag(false),
  notifyOnFailedLogin: flag(false),
  notifyOnOwnershipTransfer: flag(true),
  notifyOnShare: flag(true),
  timezone: word('UTC', /^[A-Za-z0-9_+-]{1,40}(\/[A-Za-z0-9_+-]{1,40}){0,2}$/),
  sortCaseSensitive: flag(false),
  sortOrder: choice('asc', 'desc'),
  autoCloseTimeout: { initial: 2, type: z.int().min(0).max(1440) },
  showEmailInFooter: flag(true),
  useGroupChips: flag(true),
  showVirtualChips: flag(true),
  showQuickNavMenus: flag(true),
} satisfies Record<string, Named>

export type PreferenceName = keyof typeof PREFERENCES
export const PREFERENCE_NAMES = Object.keys(PREFERENCES) as PreferenceName[]

/** `isChosen`: by the user, or by whoever locked it; else the value is the documented default. */
export type Preference = { key: PreferenceName; value: Value; locked: boolean; isChosen: boolean }

/** What is the user's own whatever administrators lock. */
const NEVER_LOCKED: string[] = ['activeGroup', 'defaultGroup', 'useWebauthnOnly', 'sortOrder']

/** All preferences of a user: one statement. */
export async function listPreferences(userId: string): Promise<Preference[]> {
  const rows = await sql<{ name: string | null; value: Value }>`
    SELECT name, value FROM "Preference" WHERE "userId" = ${userId}::uuid
    UNION ALL SELECT NULL, value FROM "Setting" WHERE name = 'lockedPreferences'`
  const locks = rows.find(({ name }) => name === null)?.value
  return preferencesOf(new Map(rows.map(({ name, value }) => [name ?? '', value])), String(locks ?? ''))
}

/** What a user's stored choices and the instance's locks come to. */
export function preferencesOf(chosen: Map<string, Value>, locks: string): Preference[] {
  const locked = readLocks(locks)
  return PREFERENCE_NAMES.map(key => ({
    key,
    value: locked.get(key) ?? chosen.get(key) ?? PREFERENCES[key].initial,
    locked: locked.has(key),
    isChosen: locked.has(key) || chosen.has(key),
  }))
}

/** Preferences as one object, by name. */
export const valuesOf = (preferences: Preference[]): Record<string, Value> =>
  Object.fromEntries(preferences.map(({ key, value }) => [key, value]))

/**
 * After how many idle minutes pages sign out; 0: never. Document 003's default is for its own clients: here somebody
 * must have chosen it, the user or whoever locked it.
 */
export function idleMinutes(preferences: Preference[]): number {
  const kept = preferences.find(({ key }) => key === 'kickUserAfter')
  return kept?.isChosen ? Math.max(0, Number(kept.value)) : 0
}

/** @throws Failure `not_found` */
export async function readPreference(userId: string, name: string): Promise<Preference> {
  const found = (await listPreferences(userId)).find(({ key }) => key === name)
  if (!found) throw new Failure('not_found')
  return found
}

/** @throws Failure `not_found`, `preference_locked`, `invalid_input` for what it cannot be */
export async function changePreference(userId: string, name: string, given: Value): Promise<Preference> {
  const { key, locked } = await readPreference(userId, name)
  if (locked) throw new Failure('preference_locked')
  const value = fitting(key, given)
  if (value === undefined) throw faulty('value', 'choice')
  await sql`
    INSERT INTO "Preference" ("userId", name, value) VALUES (${userId}::uuid, ${key}, ${JSON.stringify(value)}::jsonb)
    ON CONFLICT ("userId", name) DO UPDATE SET value = excluded.value`
  return { key, value, locked, isChosen: true }
}

/** A number may come as its digits: forms send them so. @returns undefined for what the preference cannot be. */
function fitting(key: PreferenceName, given: Value): Value | undefined {
  const { initial, type }: Named = PREFERENCES[key]
  const isDigits = typeof initial === 'number' && typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given)
  const result = type.safeParse(isDigits ? Number(given) : given)
  return result.success ? result.data : undefined
}

/** `theme=dark|getOfficialIcons`: what is locked, to which value; to the default where none is named or it does not fit. */
function readLocks(text: string): Map<string, Value> {
  const locks = text.split('|').flatMap((lock): [string, Value][] => {
    const [name = '', said] = lock.trim().split('=')
    if (!isPreference(name) || NEVER_LOCKED.includes(name)) return []
    const value = said === 'true' ? true : said === 'false' ? false : (said ?? null)
    return [[name, (value === null ? undefined : fitting(name, value)) ?? PREFERENCES[name].initial]]
  })
  return new Map(locks)
}

const isPreference = (name: string): name is PreferenceName => Object.hasOwn(PREFERENCES, name)
