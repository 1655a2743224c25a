import { beforeAll, expect, test } from 'vitest'
import { burst, client, makePerson, refusals } from '../../scripts/testing/people'
import { db } from '../db'
import { makeActive } from './accounts'
import { operator as actor, changeRole, disableUser, removeUser } from './administration'

const administrators = () => db.user.count({ where: { role: 'admin' } })

beforeAll(async () => {
  await db.user.deleteMany()
})

test('PAT-13: of ten first accounts that are activated at once, exactly one administers', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => makePerson({ activated: false })))
  await burst(10, index => db.$transaction(tx => makeActive(tx, people[index]?.id ?? '', client)))
  expect(await administrators()).toBe(1)
})

test('PAT-13: one administrator always stays, also when two part at once', async () => {
  const [one] = await db.user.findMany({ where: { role: 'admin' }, select: { id: true } })
  const alone = one?.id ?? ''
  for (const attempt of [
    () => changeRole(alone, 'user', actor),
    () => removeUser(alone, actor),
    () => disableUser(alone, actor),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'last_administrator' })
  const other = await makePerson()
  await changeRole(other.id, 'admin', actor)
  const outcomes = await burst(2, index => changeRole(index ? alone : other.id, 'user', actor))
  expect(refusals(outcomes)).toEqual(['last_administrator'])
  expect(await administrators()).toBe(1)
})
