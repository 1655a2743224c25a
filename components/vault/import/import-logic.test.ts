import { describe, expect, it } from 'vitest'
import { strongEnteFile } from '@/e2e/support/transfers'
import type { PortableEntry } from '@/lib/core/vault/portable-entry'
import type { VaultEntry } from '../entries'
import { chosenOf, listRows } from './rows'
import { accountOf, parted } from './save'
import { batchesOf, readContent, readTexts, type Source } from './sources'

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const uri = (name: string, secret = SECRET) => `otpauth://totp/${name}?secret=${secret}`

async function sourceOf(id: number, text: string): Promise<Source> {
  return { id, name: 'a file', ...(await readContent(text)) }
}

const kept = (parts: Partial<VaultEntry>) => ({ service: null, account: 'ada', ...parts }) as VaultEntry

const edits = (fixes: [string, PortableEntry][] = [], choices: [string, boolean][] = []) => ({
  fixes: new Map(fixes),
  choices: new Map(choices),
})

describe('the rows of an import', () => {
  it('are chosen unless they are in the vault, come twice, or are bad, and the bad ones come first', async () => {
    const text = [uri('Acme:ada'), uri('Acme:twin'), uri('Bank:eve', 'MFRGGZDFMZTWQ2LK'), uri('Bad:x', '1')].join('\n')
    const sources = [await sourceOf(1, text), await sourceOf(2, uri('Acme:again'))]
    const shown = (vault: VaultEntry[]) =>
      listRows(sources, edits(), vault).map(({ state, isChosen }) => [state, isChosen])
    expect(shown([])).toEqual([
      ['faulty', false],
      ['new', true],
      ['repeated', false],
      ['new', true],
      ['repeated', false],
    ])
    expect(shown([kept({ secret: SECRET })]).map(([state]) => state)).toEqual([
      ...['faulty', 'present', 'present', 'new', 'present'],
    ])
    expect(shown([kept({ service: 'Bank', account: 'eve' })])[3], 'by name, where no key is at hand').toEqual([
      'present',
      false,
    ])
  })

  it('follow what the reader says, and a row that was put right stays in its place', async () => {
    const sources = [await sourceOf(1, `${uri('Acme:ada')}\n${uri('Bad:x', '1')}`)]
    const [bad] = listRows(sources, edits(), [])
    const fixed = {
      ...(sources[0] as never as { found: { entries: { ok: PortableEntry }[] } }).found.entries[0]?.ok,
      account: 'x',
    }
    const rows = listRows(
      sources,
      edits([[bad?.key ?? '', { ...fixed, secret: 'MFRGGZDF' } as PortableEntry]], [['1-0', false]]),
      [],
    )
    expect(rows.map(({ key, isChosen }) => [key, isChosen])).toEqual([
      ['1-1', true],
      ['1-0', false],
    ])
    expect(chosenOf(rows).map(({ entry }) => entry.account)).toEqual(['x'])
  })
})

describe('what is brought in', () => {
  it('counts the codes of a transfer over several pictures, in any order', () => {
    const read = (id: number, present: number[], size = 3): Source => ({
      ...{ id, name: 'a picture', state: 'read' },
      found: { format: 'google', app: 'Google Authenticator', entries: [], batches: [{ id: 9, size, present }] },
    })
    expect(batchesOf([read(1, [3]), read(2, [1]), read(3, [3])])).toEqual([{ id: 9, size: 3, present: [1, 3] }])
    expect(batchesOf([read(1, [1], 1)]), 'one code is no batch').toEqual([])
  })

  it('passes over codes of a picture that are no authenticator’s, unless there are no others', async () => {
    expect(await readTexts(['https://example.com', uri('a')])).toMatchObject({
      state: 'read',
      found: { entries: [{}] },
    })
    expect(await readTexts(['https://example.com'])).toEqual({ state: 'refused', code: 'other_qr' })
  })

  it('is told in codes where it cannot be read', async () => {
    expect(await readContent('hello')).toEqual({ state: 'refused', code: 'import_unknown_format' })
    expect(await readContent('{"db":{"entries":1}}')).toEqual({ state: 'refused', code: 'import_unreadable' })
    expect(await readContent(new Uint8Array(2 ** 21 + 1))).toEqual({ state: 'refused', code: 'file_too_large' })
  })
})

describe('a file whose key takes a minute', () => {
  it('is given up at once, and lets the page work meanwhile', async () => {
    const content = strongEnteFile()
    expect(await readContent(content)).toEqual({ state: 'locked', content })
    const giveUp = new AbortController()
    let turns = 0
    const clock = setInterval(() => ++turns === 20 && giveUp.abort(), 1)
    const heard: number[] = []
    const opening = { password: 'x', signal: giveUp.signal, onProgress: (percent: number) => heard.push(percent) }
    await expect(readContent(content, opening)).rejects.toMatchObject({ name: 'AbortError' })
    clearInterval(clock)
    expect(Math.max(...heard)).toBeLessThan(90)
  })
})

describe('what is kept', () => {
  const entry: PortableEntry = {
    ...{ otpType: 'hotp', service: 'Bank', account: 'ada', secret: SECRET, digits: 6, algorithm: 'sha1' },
    ...{
      period: null,
      counter: 7,
      note: 'n'.repeat(10_001),
      groups: [' A group whose name is far too long to keep '],
      pinned: true,
    },
  }

  it('goes into the group of its file, of this import, or one by its number', () => {
    expect(accountOf(entry, 'file', 'a.png')).toEqual({
      ...{ otp_type: 'hotp', service: 'Bank', account: 'ada', secret: SECRET, digits: 6, algorithm: 'sha1' },
      ...{ period: null, counter: 7, notes: 'n'.repeat(10_000), pinned: true, icon: 'a.png' },
      group: 'A group whose name is far too lo',
    })
    expect(accountOf(entry, { name: 'New' })).toMatchObject({ group: 'New' })
    expect(accountOf(entry, 4)).toMatchObject({ group_id: 4 })
    expect(accountOf({ ...entry, groups: [] }, 'file')).not.toHaveProperty('group')
  })

  it('travels in parts that are neither too long nor too heavy', () => {
    const weights = [1, 2, 3, 400_000, 200_000, 700_000, 1]
    expect(parted(weights, 3, weight => weight)).toEqual([[1, 2, 3], [400_000], [200_000], [700_000], [1]])
    expect(parted([], 3, () => 1)).toEqual([])
  })
})
