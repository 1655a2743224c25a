import { Refused } from '@/components/refused'
import type { VaultPreferences } from '../preferences'
import { fetchVault, type Loaded } from '../use-vault'
import type { Change } from './changes'
import { forgetCopy } from './forget'
import { createLock, type Lock, openLock, seal, unseal } from './sealing'
import { keepShell } from './shell'
import { type Kept, readKept, writeKept } from './store'
import { registerWorker } from './worker'

/** What the copy holds, once it is open. */
export type Copy = Loaded & { preferences: VaultPreferences }

export type Opened = { lock: Lock; key: CryptoKey; copy: Copy; at: number; changes: Change[] }

/** What is known of the copy without its passphrase. */
export type Summary = { account: string; at: number; waiting: number }

/** @returns undefined where no copy is kept. */
export async function readSummary(): Promise<Summary | undefined> {
  const [lock, copy, changes] = await Promise.all([readKept('lock'), readKept('copy'), readKept('changes')])
  return lock && copy && { account: lock.account, at: copy.at, waiting: changes?.count ?? 0 }
}

/** Begins to keep a copy on this device, in place of one that was there. @throws Refused and leaves nothing behind. */
export async function turnOn(account: string, passphrase: string, preferences: VaultPreferences): Promise<void> {
  const loaded = await fetchVault(true)
  await forgetCopy()
  try {
    const lock = await createLock(account, passphrase)
    await writeKept({ lock, copy: await sealedCopy(lock, { ...loaded, preferences }) })
    await keepShell()
    await registerWorker()
    // Without it a browser that runs out of room, or Safari after a week, may drop the copy.
    await navigator.storage?.persist?.()
  } catch (error) {
    await forgetCopy()
    throw error instanceof TypeError ? new Refused(0, 'network') : error
  }
}

/** Renews the copy of this account, where this device keeps one; the passphrase is not needed. */
export async function renewCopy(account: string, copy: Copy): Promise<void> {
  const lock = await readKept('lock')
  if (lock?.account === account) await writeKept({ copy: await sealedCopy(lock, copy) })
}

/** @throws Refused `wrong_passphrase`, with a wait that grows from the third time on. */
export async function openCopy(passphrase: string): Promise<Opened> {
  const [lock, copy, changes, tries] = await Promise.all([
    readKept('lock'),
    readKept('copy'),
    readKept('changes'),
    readKept('tries'),
  ])
  if (!lock || !copy) throw new Refused(0, 'no_copy')
  const wait = Math.ceil(((tries?.until ?? 0) - Date.now()) / 1000)
  if (wait > 0) throw new Refused(0, 'too_many_attempts', { retryAfter: wait })
  const key = await openLock(lock, passphrase)
  if (!key) throw await wrong((tries?.count ?? 0) + 1)
  await writeKept({ tries: undefined })
  return {
    ...{ lock, key, at: copy.at },
    copy: await unseal<Copy>(key, lock, 'copy', copy.sealed),
    changes: changes ? await unseal<Change[]>(key, lock, 'changes', changes.sealed) : [],
  }
}

/**
 * Changes what waits: one tab after the other, so that none overwrites what another one keeps.
 *
 * @returns what waits from now on.
 * @throws Refused `no_copy` when it was forgotten meanwhile.
 */
export function updateChanges({ lock, key }: Opened, update: (changes: Change[]) => Change[]): Promise<Change[]> {
  return navigator.locks.request('latchkey-offline-changes', async () => {
    const [kept, there] = await Promise.all([readKept('changes'), readKept('lock')])
    if (there?.account !== lock.account) throw new Refused(0, 'no_copy')
    const changes = update(kept ? await unseal<Change[]>(key, lock, 'changes', kept.sealed) : [])
    const sealed = await seal(lock, 'changes', changes)
    await writeKept({ changes: changes.length ? { sealed, count: changes.length } : undefined })
    return changes
  })
}

/** A hand that tries at this very keyboard is slowed; who has the files is slowed by scrypt. */
async function wrong(count: number): Promise<Refused> {
  const retryAfter = waitAfter(count)
  await writeKept({ tries: { count, until: Date.now() + retryAfter * 1000 } })
  return new Refused(0, 'wrong_passphrase', retryAfter ? { retryAfter } : {})
}

/** Seconds to wait after so many wrong passphrases in a row. */
export const waitAfter = (count: number): number => (count < 3 ? 0 : Math.min(300, 5 * 2 ** (count - 3)))

async function sealedCopy(lock: Lock, copy: Copy): Promise<Kept['copy']> {
  return { sealed: await seal(lock, 'copy', copy), at: Date.now() }
}
