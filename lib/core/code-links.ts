import { randomUUID } from 'node:crypto'
import { seal, unseal } from '../crypto'
import { db, sql, sqlIn } from '../db'
import { type Client, record } from './activity'
import { Failure } from './failures'

/** For how long codes can be handed out, in minutes. */
export const LINK_MINUTES = [2, 5, 10] as const

/** What ten minutes of codes take at most, sealed and in base64url: about 8 kB with a period of a second. */
export const MOST_PARCEL_CHARACTERS = 32_768

/** Links that are open at the same time. */
const MOST_LINKS = 20

export const labelContext = (id: string) => `CodeLink:${id}`

/**
 * Keeps codes that their owner's browser has computed ahead and sealed; the key stands in the link's fragment, which no
 * server ever sees.
 *
 * @throws Failure `too_many_links`
 */
export async function shareCodes(
  userId: string,
  { label, parcel, minutes }: { label: string; parcel: string; minutes: number },
  client: Client,
) {
  const id = randomUUID()
  return db.$transaction(async tx => {
    await sqlIn(tx)`SELECT 1 FROM "User" WHERE id = ${userId}::uuid FOR UPDATE`
    if ((await tx.codeLink.count({ where: { userId, expiresAt: { gt: new Date() } } })) >= MOST_LINKS)
      throw new Failure('too_many_links')
    const expiresAt = new Date(Date.now() + minutes * 60_000)
    const sealedLabel = seal(label, labelContext(id))
    await tx.codeLink.create({ data: { id, userId, sealedLabel, parcel, expiresAt } })
    await record(tx, userId, 'codes_shared', client, { minutes })
    return { id, expiresAt }
  })
}

/** What is open now, newest first, and how often each link has been opened. */
export async function listCodeLinks(userId: string) {
  const links = await db.codeLink.findMany({
    where: { userId, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    omit: { parcel: true, userId: true },
  })
  return links.map(({ sealedLabel, ...link }) => ({
    ...link,
    label: unseal(sealedLabel, labelContext(link.id)).toString(),
  }))
}

/** Ends a link at once. @throws Failure `not_found` */
export async function revokeCodeLink(userId: string, id: string): Promise<void> {
  const { count } = await db.codeLink.deleteMany({ where: { id, userId } })
  if (!count) throw new Failure('not_found')
}

/** Opens a link and counts it. @returns the sealed codes. @throws Failure `not_found` for one that has ended, too. */
export async function openCodeLink(id: string) {
  const [link] = await sql<{ parcel: string; expiresAt: Date }>`
    UPDATE "CodeLink" SET opens = opens + 1 WHERE id = ${id} AND "expiresAt" > now() RETURNING parcel, "expiresAt"`
  if (!link) throw new Failure('not_found')
  return link
}
