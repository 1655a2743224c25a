import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { burst, client, mailTo, makePerson, refusals } from '../../scripts/testing/people'
import { db } from '../db'
import { activate, register } from './accounts'
import { issueTicket } from './tickets'

const BURST = 20
const password = 'a long enough password'
const invent = () => `u${randomBytes(6).toString('hex')}`

/** Every second one in other letters. */
const spell = (name: string, index: number) => (index % 2 ? name.toUpperCase() : name)

test('RAC-01: of twenty who register one username at once, one has it, and the others are told', async () => {
  const name = invent()
  const outcomes = await burst(BURST, index =>
    register({ email: `${invent()}@example.com`, username: spell(name, index), password }, client),
  )
  expect(refusals(outcomes)).toEqual(Array(BURST - 1).fill('username_taken'))
  expect(await db.user.count({ where: { username: name } })).toBe(1)
})

test('RAC-01: twenty registrations of one address at once make one account, and end alike', async () => {
  const email = `${invent()}@example.com`
  const outcomes = await burst(BURST, index => register({ email: spell(email, index), password }, client))
  expect(refusals(outcomes)).toEqual([])
  const [person, ...others] = await db.user.findMany({ where: { email }, include: { events: true, tickets: true } })
  expect(others).toEqual([])
  expect(person?.events.map(({ kind }) => kind)).toEqual(['account_registered'])
  const mails = await mailTo(email)
  expect(mails.filter(({ subject }) => subject.includes('Activate'))).toHaveLength(1)
})

test('RAC-02: of twenty who redeem one activation ticket at once, one activates the account', async () => {
  const { id } = await makePerson({ activated: false })
  const ticket = await db.$transaction(tx => issueTicket(tx, id, 'activation'))
  const outcomes = await burst(BURST, () => activate(ticket, client))
  expect(refusals(outcomes)).toEqual(Array(BURST - 1).fill('invalid_ticket'))
  expect(await db.event.count({ where: { userId: id, kind: 'account_activated' } })).toBe(1)
  expect((await db.user.findUniqueOrThrow({ where: { id } })).activatedAt).not.toBeNull()
})
