import {
  changeRole,
  disableUser,
  enableUser,
  endSessionsOf,
  findUser,
  operator,
  resetSecondFactor,
} from '../../lib/core/administration'
import { readFactorStatus } from '../../lib/core/factors'
import { db } from '../../lib/db'
import type { Role } from '../../lib/generated/prisma/client'

type Options = { dryRun: boolean }

/** `user show|disable|enable|end-sessions|reset-2fa <name>` */
export async function user([verb = '', name = '']: string[], { dryRun }: Options) {
  const found = await findUser(name)
  if (verb === 'show') return show(found.id)
  const act = ACTS[verb]
  if (!act) throw new Error(`There is no "user ${verb}". See: npm run latchkey -- --help`)
  if (!dryRun) await act.run(found.id)
  console.log(`${dryRun ? 'Would' : 'Done:'} ${act.says} (${found.email}).`)
}

/** `promote <name>`, `demote <name>` */
export async function setRole([name = '']: string[], role: Role, { dryRun }: Options) {
  const found = await findUser(name)
  if (found.role === role) return console.log(`${found.email} has this role already.`)
  if (!dryRun) await changeRole(found.id, role, operator)
  const now = role === 'admin' ? 'an administrator' : 'an ordinary user'
  console.log(dryRun ? `Would make ${found.email} ${now}.` : `${found.email} is ${now} now.`)
}

const ACTS: Record<string, { says: string; run: (userId: string) => Promise<void> }> = {
  disable: { says: 'disable the account and end its sessions', run: id => disableUser(id, operator) },
  enable: { says: 'enable the account', run: id => enableUser(id, operator) },
  'end-sessions': { says: 'sign the account out everywhere', run: id => endSessionsOf(id, operator) },
  'reset-2fa': { says: 'turn off the second factor', run: id => resetSecondFactor(id, operator) },
}

async function show(id: string) {
  const account = await db.user.findUniqueOrThrow({ where: { id }, include: { sessions: true, events: LAST_SIGN_IN } })
  const factor = await readFactorStatus(id)
  const when = (date: Date | null | undefined) => date?.toISOString().replace('T', ' ').slice(0, 16) ?? 'never'
  const rows: [string, string][] = [
    ['e-mail', account.email],
    ['username', account.displayName ?? 'none'],
    ['role', account.role],
    ['state', account.disabledAt ? 'disabled' : account.activatedAt ? 'active' : 'not activated'],
    ['registered', when(account.createdAt)],
    ['last sign-in', when(account.events[0]?.at)],
    ['second factor', factor.kind ? `${factor.kind}, ${factor.recoveryCodesLeft} recovery codes left` : 'off'],
    ['sessions', String(account.sessions.length)],
    ['id', account.id],
  ]
  for (const [label, value] of rows) console.log(`${label.padEnd(14)} ${value}`)
}

const LAST_SIGN_IN = { where: { kind: 'signed_in' }, orderBy: { at: 'desc' as const }, take: 1 }
