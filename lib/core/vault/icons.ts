import { randomInt } from 'node:crypto'
import { db, sql, sqlIn, type Transaction } from '../../db'
import { Failure } from '../failures'
import type { Caller } from '../personal-tokens'
import { type HarmlessIcon, harmlessIcon } from './images/icon'

export const MAX_ICONS_PER_USER = 1000

/**
 * Keeps an icon, written anew. One that no entry has within a day is removed.
 *
 * @returns the name under which it is kept.
 * @throws Failure `image_unsupported`, `image_too_large`, `vault_full`
 */
export async function addIcon({ userId }: Caller, bytes: Uint8Array): Promise<string> {
  const icon = await harmlessIcon(bytes)
  const [name = ''] = await db.$transaction(tx => keepIcons(tx, userId, [icon]))
  return name
}

/** Keeps icons that are harmless already. @returns their names, in the same order. @throws Failure `vault_full` */
export async function keepIcons(tx: Transaction, userId: string, icons: HarmlessIcon[]): Promise<string[]> {
  await sqlIn(tx)`SELECT 1 FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  if ((await tx.icon.count({ where: { userId } })) + icons.length > MAX_ICONS_PER_USER) throw new Failure('vault_full')
  const rows = icons.map(({ bytes, mime, extension }) => ({
    name: `${randomName()}.${extension}`,
    userId,
    mime,
    bytes: new Uint8Array(bytes),
  }))
  await tx.icon.createMany({ data: rows })
  return rows.map(({ name }) => name)
}

/** An icon of the caller's. @throws Failure `not_found`, `forbidden` */
export async function readIcon({ userId }: Caller, name: string): Promise<{ bytes: Buffer; mime: string }> {
  const [icon] = await sql<{ userId: string; bytes: Buffer; mime: string }>`
    SELECT "userId", bytes, mime FROM "Icon" WHERE name = ${name}`
  if (!icon) throw new Failure('not_found')
  if (icon.userId !== userId) throw new Failure('forbidden')
  return icon
}

/** Removes an icon, also from the entries that have it; one that is gone is gone. @throws Failure `forbidden` */
export async function removeIcon({ userId }: Caller, name: string): Promise<void> {
  const { count } = await db.icon.deleteMany({ where: { name, userId } })
  if (count === 0 && (await db.icon.count({ where: { name } }))) throw new Failure('forbidden')
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const randomName = () => Array.from({ length: 40 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
