import { z } from 'zod'
import { db, sql } from '../db'
import { env } from '../env'
import { Failure, type Issue } from './failures'

export type Value = boolean | number | string | null

/** A named value of document 003, with its default and what it may be. */
export type Named = { initial: Value; type: z.ZodType<Value> }

const flag: Named = { initial: false, type: z.boolean() }
const text = (most: number): Named => ({ initial: '', type: z.string().max(most) })

/** What administrators can set and what then happens. */
const SETTABLE = {
  /** Nobody registers; REGISTRATION=closed says the same and goes before it. */
  disableRegistration: flag,
  /** Newcomers from 42 may register all the same. */
  keepSsoRegistrationEnabled: flag,
  /** Only addresses that `restrictList` has or `restrictRule` fits may register. */
  restrictRegistration: flag,
  /** Addresses, and domains as `@example.com`, joined by a pipe. */
  restrictList: text(10_000),
  /** A regular expression of PostgreSQL, whatever the case. */
  restrictRule: text(255),
  /** Icons are fetched from the addresses that otpauth URIs name. */
  fetchRemoteIcons: flag,
  /** Preferences that all users have alike, joined by a pipe: `theme=dark|getOfficialIcons`. */
  lockedPreferences: text(2_000),
} satisfies Record<keyof NativeSettings, Named>

/** What 2FAuth's programs ask for and what is so here, whatever anybody sets. */
const FIXED = {
  useEncryption: () => true,
  checkForUpdate: () => false,
  lastRadarScan: () => 0,
  latestRelease: () => false,
  enableSso: () => Boolean(env().intra),
  useSsoOnly: () => false,
  allowPatWhileSsoOnly: () => false,
  storeIconsInDatabase: () => true,
  enableSharing: () => false,
  enableAllUsersSharingScope: () => false,
} satisfies Record<string, () => Value>

/** The settings by their types: a default of `false` makes a switch, an empty text a text. */
export type NativeSettings = Record<
  'disableRegistration' | 'keepSsoRegistrationEnabled' | 'restrictRegistration' | 'fetchRemoteIcons',
  boolean
> &
  Record<'restrictList' | 'restrictRule' | 'lockedPreferences', string>

export type Setting = { key: string; value: Value }

const MAX_CUSTOM_SETTINGS = 200

/** What the settings of Latchkey's own stand at: one statement, always what is stored now. */
export async function readNativeSettings(): Promise<NativeSettings> {
  return (await readAll()) as NativeSettings
}

/** All settings, Latchkey's own and those that administrators have made. */
export async function listSettings(): Promise<Setting[]> {
  return Object.entries(await readAll()).map(([key, value]) => ({ key, value }))
}

/** @throws Failure `not_found` */
export async function readSetting(key: string): Promise<Setting> {
  const settings = await readAll()
  if (!Object.hasOwn(settings, key)) throw new Failure('not_found')
  return { key, value: settings[key] ?? null }
}

/** Makes a setting of an administrator's own. @throws Failure `invalid_input` where the name is taken or there are 200 */
export async function createSetting(key: string, value: Value): Promise<Setting> {
  if (Object.hasOwn(await readAll(), key)) throw faulty('key', 'taken')
  await assertRoom()
  await store(key, value)
  return { key, value }
}

/** Sets a setting, or makes it. @throws Failure `invalid_input` for what it cannot be */
export async function changeSetting(key: string, value: Value): Promise<Setting> {
  if (isFixed(key)) {
    if (FIXED[key]() !== value) throw faulty('value', 'choice')
    return { key, value }
  }
  const settable = settableOf(key)
  if (settable && !settable.type.safeParse(value).success) throw faulty('value', 'choice')
  if (key === 'restrictRule') await assertRegularExpression(String(value))
  if (!settable && !Object.hasOwn(await readAll(), key)) await assertRoom()
  await store(key, value)
  return readSetting(key)
}

/**
 * Removes a setting of an administrator's own; a text of ours becomes empty again.
 *
 * @throws Failure `not_found`, `setting_not_removable`
 */
export async function removeSetting(key: string): Promise<void> {
  const settable = settableOf(key)
  if (isFixed(key) || (settable && settable.initial !== ''))
    throw new Failure('setting_not_removable', { reason: ['Only user-created setting can be deleted'] })
  const { count } = await db.setting.deleteMany({ where: { name: key } })
  if (!count && !settable) throw new Failure('not_found')
}

/** Whether an address fits a rule, as PostgreSQL reads it: its expressions cannot be made to run for ever. */
export async function fitsRule(email: string, rule: string): Promise<boolean> {
  const [row] = await sql<{ fits: boolean }>`SELECT ${email}::text ~* ${rule}::text AS fits`
  return row?.fits ?? false
}

async function readAll(): Promise<Record<string, Value>> {
  const rows = await sql<{ name: string; value: Value }>`SELECT name, value FROM "Setting" ORDER BY name`
  const initial = Object.entries(SETTABLE).map(([name, { initial }]) => [name, initial])
  const stored = rows.map(({ name, value }) => [name, value])
  const fixed = Object.entries(FIXED).map(([name, value]) => [name, value()])
  const all: Record<string, Value> = Object.fromEntries([...initial, ...stored, ...fixed])
  return { ...all, disableRegistration: all.disableRegistration === true || env().registration === 'closed' }
}

const isFixed = (key: string): key is keyof typeof FIXED => Object.hasOwn(FIXED, key)

const store = (name: string, value: Value) => sql`
  INSERT INTO "Setting" (name, value) VALUES (${name}, ${JSON.stringify(value)}::jsonb)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, "updatedAt" = now()`

const settableOf = (key: string): Named | undefined =>
  Object.hasOwn(SETTABLE, key) ? SETTABLE[key as keyof NativeSettings] : undefined

async function assertRoom() {
  if ((await db.setting.count()) >= MAX_CUSTOM_SETTINGS) throw faulty('key', 'too_big')
}

async function assertRegularExpression(rule: string) {
  try {
    await fitsRule('', rule)
  } catch (error) {
    if ((error as { code?: string }).code !== '2201B') throw error
    throw faulty('value', 'format')
  }
}

/** One fault of one field. */
export const faulty = (field: string, fault: Issue['fault']) =>
  new Failure('invalid_input', { issues: [{ path: [field], fault, limit: MAX_CUSTOM_SETTINGS, message: fault }] })
