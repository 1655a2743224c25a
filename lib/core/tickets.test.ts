import { beforeEach, expect, test } from 'vitest'
import { burst, makePerson } from '../../scripts/testing/people'
import { db } from '../db'
import { issueTicket, peekTicket, returnTry, spendTicket, TRIES_PER_TICKET, tryTicket } from './tickets'

const BURST = 20

let userId: string
beforeEach(async () => {
  userId = (await makePerson()).id
})

const issue = () => db.$transaction(tx => issueTicket(tx, userId, 'sign_in', { for: 'this test' }))

/** How many of a burst were given something. */
const winners = async (act: () => Promise<unknown>) =>
  (await burst(BURST, act)).filter(outcome => outcome.status === 'fulfilled' && outcome.value !== undefined).length

test('RAC-02: of twenty who redeem one ticket at once, one gets it', async () => {
  const ticket = await issue()
  expect(await winners(() => db.$transaction(tx => spendTicket(tx, 'sign_in', ticket)))).toBe(1)
  expect(await peekTicket('sign_in', ticket)).toBeUndefined()
})

test('a burst cannot buy more tries than a ticket has, and a try that is given back is one more', async () => {
  const ticket = await issue()
  expect(await winners(() => tryTicket('sign_in', ticket))).toBe(TRIES_PER_TICKET)
  await returnTry('sign_in', ticket)
  expect(await winners(() => tryTicket('sign_in', ticket))).toBe(1)
})

test('of twenty tickets that are made at once for one thing, one is good', async () => {
  const made = await burst(BURST, issue)
  const tickets = made.map(outcome => (outcome.status === 'fulfilled' ? outcome.value : ''))
  const found = await Promise.all(tickets.map(ticket => peekTicket('sign_in', ticket)))
  expect(found.filter(ticket => ticket !== undefined)).toEqual([{ userId, data: { for: 'this test' }, attempts: 0 }])
})

test('a ticket is good for its own purpose alone', async () => {
  const ticket = await issue()
  expect(await winners(() => db.$transaction(tx => spendTicket(tx, 'reset', ticket)))).toBe(0)
  expect(await tryTicket('activation', ticket)).toBeUndefined()
  expect(await peekTicket('sign_in', ticket)).toMatchObject({ userId })
})
