import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Caller } from '../personal-tokens'
import { addIcon } from './icons'

/** The marks of 3,400 services, from our own disk: nobody is told what somebody has in their vault. */
export const ICON_PACKS = ['simple-icons'] as const

/**
 * Keeps the mark of a service as an icon, in the service's own colour.
 *
 * @returns its name; undefined where the pack does not know the service.
 * @throws Failure `vault_full`
 */
export async function addDefaultIcon(caller: Caller, service: string): Promise<string | undefined> {
  marks ??= readMarks()
  const mark = (await marks).get(plain(service))
  if (!mark) return undefined
  const svg = await readFile(path.join(FOLDER, 'icons', `${mark.slug}.svg`), 'utf8')
  return addIcon(caller, Buffer.from(svg.replace('<svg ', `<svg fill="#${mark.hex}" `)))
}

type Mark = { slug: string; hex: string }

const FOLDER = path.join(process.cwd(), 'node_modules/simple-icons')

let marks: Promise<Map<string, Mark>> | undefined

/** Every mark by the names of its service, written plainly; the first of one name counts. */
async function readMarks(): Promise<Map<string, Mark>> {
  const list: (Mark & { title: string; aliases?: { aka?: string[] } })[] = JSON.parse(
    await readFile(path.join(FOLDER, 'data/simple-icons.json'), 'utf8'),
  )
  const named = list.flatMap(({ title, slug, hex, aliases }) =>
    [title, slug, ...(aliases?.aka ?? [])].map(name => [plain(name), { slug, hex }] as const),
  )
  return new Map(named.reverse())
}

/** `Next-cloud`, `nextcloud` and `NextCloud` are one service. */
const plain = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]/gu, '')
