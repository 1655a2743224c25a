import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { client } from '../../scripts/testing/people'
import { makeOwner } from '../../scripts/testing/students'
import { db } from '../db'
import { env } from '../env'
import { register } from './accounts'
import { callerOf } from './personal-tokens'
import { changePreference, listPreferences, PREFERENCE_NAMES } from './preferences'
import { assertMayRegister, readRegistrationTerms } from './registration'
import { changeSetting, createSetting, listSettings, readSetting, removeSetting } from './settings'
import { addEntry } from './vault/add-entries'
import { createGroup, removeGroup } from './vault/groups'

const refusing = (code: string) => expect.objectContaining({ code })
const email = () => `${randomUUID()}@school.example`
const join = (address: string) => register({ email: address, password: 'a long enough password' }, client)

afterEach(async () => {
  await db.setting.deleteMany()
  env().registration = 'open'
})

test('an administrator closes registration, at once', async () => {
  await join(email())
  await changeSetting('disableRegistration', true)
  await expect(join(email())).rejects.toEqual(refusing('registration_closed'))
  await expect(assertMayRegister(email(), 'intra')).rejects.toEqual(refusing('registration_closed'))
  expect(await readRegistrationTerms()).toMatchObject({ isOpen: false })
  await changeSetting('keepSsoRegistrationEnabled', true)
  await assertMayRegister(email(), 'intra')
  await expect(join(email())).rejects.toEqual(refusing('registration_closed'))
})

test('decision 36: REGISTRATION=closed is above every setting, and is what the setting reads', async () => {
  env().registration = 'closed'
  await changeSetting('keepSsoRegistrationEnabled', true)
  expect(await changeSetting('disableRegistration', false)).toEqual({ key: 'disableRegistration', value: true })
  for (const door of ['password', 'intra'] as const)
    await expect(assertMayRegister(email(), door)).rejects.toEqual(refusing('registration_closed'))
})

test('only listed addresses, listed domains and what fits the rule may register', async () => {
  await changeSetting('restrictRegistration', true)
  await expect(join(email())).rejects.toEqual(refusing('registration_restricted'))
  const listed = email()
  await changeSetting('restrictList', `someone@else.example|${listed.toUpperCase()}|@club.example`)
  await join(listed)
  await assertMayRegister('anybody@club.example', 'intra')
  await expect(assertMayRegister('anybody@club.example.org', 'password')).rejects.toEqual(
    refusing('registration_restricted'),
  )
  await changeSetting('restrictRule', '^[a-z]+@SCHOOL\\.example$')
  await assertMayRegister('marvin@school.example', 'password')
  await expect(assertMayRegister('marvin2@school.example', 'password')).rejects.toEqual(
    refusing('registration_restricted'),
  )
})

test('a rule that is no expression is refused when it is set, and one that is made to run for ever does not', async () => {
  await expect(changeSetting('restrictRule', '(')).rejects.toEqual(refusing('invalid_input'))
  await changeSetting('restrictRegistration', true)
  await changeSetting('restrictRule', '^(a+)+$')
  const begun = performance.now()
  await expect(assertMayRegister(`${'a'.repeat(200)}@b.example`, 'password')).rejects.toThrow()
  expect(performance.now() - begun).toBeLessThan(2000)
})

test('decision 33: what is so here whatever is set, cannot be set to anything else', async () => {
  expect(await changeSetting('useEncryption', true)).toEqual({ key: 'useEncryption', value: true })
  await expect(changeSetting('useEncryption', false)).rejects.toEqual(refusing('invalid_input'))
  await expect(changeSetting('disableRegistration', 'yes')).rejects.toEqual(refusing('invalid_input'))
  await expect(removeSetting('useEncryption')).rejects.toEqual(refusing('setting_not_removable'))
})

test('administrators make settings of their own, which keep their type', async () => {
  for (const value of [true, 42, 'text', false]) {
    await createSetting('motd', value)
    expect(await readSetting('motd')).toEqual({ key: 'motd', value })
    expect(await listSettings()).toContainEqual({ key: 'motd', value })
    await expect(createSetting('motd', 1)).rejects.toEqual(refusing('invalid_input'))
    await removeSetting('motd')
    await expect(readSetting('motd')).rejects.toEqual(refusing('not_found'))
  }
  await expect(createSetting('useEncryption', 1)).rejects.toEqual(refusing('invalid_input'))
  for (const name of ['constructor', 'toString', 'hasOwnProperty'])
    await expect(readSetting(name)).rejects.toEqual(refusing('not_found'))
})

test('a preference has its default until it is set, takes only what it can be, and is its owner’s alone', async () => {
  const [one, other] = [(await makeOwner()).viewer.userId, (await makeOwner()).viewer.userId]
  const before = await listPreferences(one)
  expect(before.map(({ key }) => key)).toEqual(PREFERENCE_NAMES)
  for (const { key, value } of before) if (value !== null) await changePreference(one, key, value)
  const chosen = before.map(preference => ({ ...preference, isChosen: preference.value !== null }))
  expect(await listPreferences(one)).toEqual(chosen)
  await changePreference(one, 'theme', 'dark')
  await changePreference(one, 'kickUserAfter', '60')
  const after = await listPreferences(one)
  expect(after).toContainEqual({ key: 'theme', value: 'dark', locked: false, isChosen: true })
  expect(after).toContainEqual({ key: 'kickUserAfter', value: 60, locked: false, isChosen: true })
  expect(await listPreferences(other)).toEqual(before)
  for (const [name, value] of [
    ['theme', 'pink'],
    ['kickUserAfter', 7],
    ['showOtpAsDot', 'true'],
    ['formatPasswordBy', 0.7],
    ['lang', '<b>'],
    ['defaultGroup', 1.5],
  ] as const)
    await expect(changePreference(one, name, value)).rejects.toEqual(refusing('invalid_input'))
  await expect(changePreference(one, 'constructor', true)).rejects.toEqual(refusing('not_found'))
})

test('what an administrator locks is the same for everybody, and theirs to choose no more', async () => {
  const { userId } = (await makeOwner()).viewer
  await changePreference(userId, 'theme', 'light')
  await changeSetting('lockedPreferences', 'theme=dark|getOfficialIcons=false|sortOrder=desc|nonsense')
  const locked = (await listPreferences(userId)).filter(preference => preference.locked)
  expect(locked).toEqual([
    { key: 'getOfficialIcons', value: false, locked: true, isChosen: true },
    { key: 'theme', value: 'dark', locked: true, isChosen: true },
  ])
  await expect(changePreference(userId, 'theme', 'light')).rejects.toEqual(refusing('preference_locked'))
  await removeSetting('lockedPreferences')
  expect(await listPreferences(userId)).toContainEqual({ key: 'theme', value: 'light', locked: false, isChosen: true })
})

test('C.2: a new entry comes into the group that its owner has chosen; removing the group ends the choice', async () => {
  const caller = callerOf((await makeOwner()).viewer)
  const parts = { otpType: 'totp', account: 'marvin', secret: 'GEZDGNBVGY3TQOJQ' }
  const [work, home] = [await createGroup(caller, 'Work'), await createGroup(caller, 'Home')]
  expect(await addEntry(caller, parts)).toMatchObject({ groupId: null })
  await changePreference(caller.userId, 'defaultGroup', work.id)
  expect(await addEntry(caller, parts)).toMatchObject({ groupId: work.id })
  expect(await addEntry(caller, { ...parts, groupId: 0 })).toMatchObject({ groupId: null })
  await changePreference(caller.userId, 'defaultGroup', -1)
  expect(await addEntry(caller, parts)).toMatchObject({ groupId: null })
  await changePreference(caller.userId, 'activeGroup', home.id)
  expect(await addEntry(caller, parts)).toMatchObject({ groupId: home.id })
  await removeGroup(caller, home.id)
  expect(await listPreferences(caller.userId)).toContainEqual({
    key: 'activeGroup',
    value: 0,
    locked: false,
    isChosen: false,
  })
  expect(await addEntry(caller, parts)).toMatchObject({ groupId: null })
  const stranger = callerOf((await makeOwner()).viewer)
  await changePreference(stranger.userId, 'defaultGroup', work.id)
  expect(await addEntry(stranger, parts)).toMatchObject({ groupId: null })
})
