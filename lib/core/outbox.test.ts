import { expect, test } from 'vitest'
import { isMailboxOpen } from './outbox'

test.each([
  ['http://localhost:3000', undefined, true],
  ['http://127.0.0.1:3000', undefined, true],
  ['http://[::1]:3000', undefined, true],
  ['http://localhost:3000', 'smtp://mail.example', false],
  ['https://latchkey.example', undefined, false],
  ['https://localhost.example', undefined, false],
])('the mailbox page of %s with mail server %s: %s', (address, smtpUrl, open) => {
  expect(isMailboxOpen({ appUrl: new URL(address), smtpUrl } as Parameters<typeof isMailboxOpen>[0])).toBe(open)
})
