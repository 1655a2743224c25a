import { PrismaAdapter } from '@auth/prisma-adapter'
import { db, isUniqueViolation, type Transaction } from '../db'
import type { User } from '../generated/prisma/client'
import { type Client, record } from './activity'
import { Failure } from './failures'
import type { IntraIdentity } from './intra-identity'

/** The name of 42 in the table of linked accounts: that of the provider in Auth.js. */
const PROVIDER = '42-school'

/** The user to whom a 42 account is linked. */
export async function findUserByIntra({ id }: IntraIdentity): Promise<User | undefined> {
  const user = await adapter(db).getUserByAccount?.({ provider: PROVIDER, providerAccountId: id })
  return (user as User | null | undefined) ?? undefined
}

/** The 42 account that is linked to a user: since when, and what it was called then. */
export async function findIntraOf(userId: string, tx: Transaction | typeof db = db) {
  const account = await tx.account.findUnique({ where: { userId_provider: { userId, provider: PROVIDER } } })
  return account ?? undefined
}

/**
 * Links a 42 account to a user, and whatever else belongs into the same transaction. Each is linked once at most: the
 * database's two unique constraints decide, whoever comes first.
 *
 * @throws Failure `already_linked`, in the same words whichever of the two it was.
 */
export async function linkIntraAccount(
  userId: string,
  identity: IntraIdentity,
  client: Client,
  andThen: (tx: Transaction) => Promise<void>,
): Promise<void> {
  try {
    await db.$transaction(async tx => {
      await linkIntraIn(tx, userId, identity, client)
      await andThen(tx)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new Failure('already_linked')
    throw error
  }
}

/** As {@link linkIntraAccount}, inside a transaction, which fails with a unique violation. */
export async function linkIntraIn(tx: Transaction, userId: string, { id, login }: IntraIdentity, client: Client) {
  const account = { userId, type: 'oauth' as const, provider: PROVIDER, providerAccountId: id, label: login }
  await adapter(tx).linkAccount?.(account)
  await record(tx, userId, 'intra_linked', client, login ? { login } : {})
}

/** Forgets a link. */
export async function unlinkIntraAccount(tx: Transaction, { providerAccountId }: { providerAccountId: string }) {
  await adapter(tx).unlinkAccount?.({ provider: PROVIDER, providerAccountId })
}

/** Auth.js' adapter is typed for the client in `@prisma/client`; ours is generated into lib. */
const adapter = (client: Transaction | typeof db) => PrismaAdapter(client as never)
