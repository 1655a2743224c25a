import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { client } from '../../../scripts/testing/people'
import { makeOwner } from '../../../scripts/testing/students'
import { db } from '../../db'
import { type Caller, callerOf } from '../personal-tokens'
import { pruneExpired } from '../pruning'
import { changeSetting } from '../settings'
import { addEntry } from './add-entries'
import { addDefaultIcon } from './default-icons'
import { readEntry } from './entries'
import { addIcon, MAX_ICONS_PER_USER, readIcon, removeIcon } from './icons'
import { readMigration } from './migration'
import { addRemoteIcon } from './remote-icons'

const refusing = (code: string) => expect.objectContaining({ code })
const parts = { otpType: 'totp', account: 'marvin', secret: 'GEZDGNBVGY3TQOJQ' }
const red = () =>
  sharp({ create: { width: 40, height: 40, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()

let owner: Caller
let other: Caller
beforeEach(async () => {
  owner = callerOf((await makeOwner()).viewer)
  other = callerOf((await makeOwner()).viewer)
})

test('UPL-10, UPL-11: an icon is kept under a random name and is its owner’s alone', async () => {
  const name = await addIcon(owner, await red())
  expect(name).toMatch(/^[A-Za-z0-9]{40}\.png$/)
  expect(await readIcon(owner, name)).toMatchObject({ mime: 'image/png' })
  await expect(readIcon(other, name)).rejects.toEqual(refusing('forbidden'))
  await expect(removeIcon(other, name)).rejects.toEqual(refusing('forbidden'))
  for (const strange of ['../../x', 'x\\y', 'CON', '.htaccess', 'a'.repeat(300)]) {
    await expect(readIcon(owner, strange)).rejects.toEqual(refusing('not_found'))
    await removeIcon(owner, strange)
  }
})

test('an icon that is removed leaves its entries without one', async () => {
  const icon = await addIcon(owner, await red())
  const { id } = await addEntry(owner, { ...parts, icon })
  expect(await readEntry(owner, id, {}, client)).toMatchObject({ icon })
  await removeIcon(owner, icon)
  expect(await readEntry(owner, id, {}, client)).toMatchObject({ icon: null })
})

test('an icon that no entry has is removed after a day', async () => {
  const [used, unused, fresh] = [
    await addIcon(owner, await red()),
    await addIcon(owner, await red()),
    await addIcon(owner, await red()),
  ]
  await addEntry(owner, { ...parts, icon: used })
  await db.icon.updateMany({
    where: { name: { in: [used, unused] } },
    data: { createdAt: new Date(Date.now() - 86_401_000) },
  })
  await pruneExpired()
  const left = await db.icon.findMany({ where: { userId: owner.userId }, select: { name: true } })
  expect(left.map(({ name }) => name).sort()).toEqual([used, fresh].sort())
})

test('the mark of a service comes from our own disk, in its colour, whatever the spelling of its name', async () => {
  for (const name of ['GitHub', 'git-hub', 'GITHUB ']) {
    const icon = await readIcon(owner, (await addDefaultIcon(owner, name)) ?? '')
    expect(icon.mime).toBe('image/svg+xml')
    expect(icon.bytes.toString()).toMatch(/^<svg xmlns="[^"]+" fill="#181717"[^>]*><path d="M12 /)
  }
  for (const name of ['no such service', '', '../../package', '__proto__', 'constructor'])
    expect(await addDefaultIcon(owner, name)).toBeUndefined()
})

test('VLT-11: the 1,001st icon is refused; an import then comes without icons', async () => {
  const bytes = new Uint8Array(await red())
  const rows = Array.from({ length: MAX_ICONS_PER_USER }, (_, index) => ({
    name: `x${index}.png`,
    userId: owner.userId,
    bytes: new Uint8Array(1),
    mime: 'image/png',
  }))
  await db.icon.createMany({ data: rows })
  await expect(addIcon(owner, bytes)).rejects.toEqual(refusing('vault_full'))
  await addIcon(other, bytes)
  const data = [
    {
      otp_type: 'totp',
      account: 'a',
      service: 'b',
      secret: 'AAAA',
      digits: 6,
      algorithm: 'sha1',
      icon_mime: 'image/png',
      icon_file: Buffer.from(bytes).toString('base64'),
    },
  ]
  const [row] = await readMigration(owner, JSON.stringify({ app: '2fauth_v5', schema: 1, data }), undefined)
  expect(row).toMatchObject({ state: 'new', icon: null })
})

test('UPL-07: a picture that a URI names is fetched only where an administrator wants that, and never from here', async () => {
  const asked: string[] = []
  const server = createServer(async (_, response) => response.end(await red()))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const network = {
    resolve: async () => ['93.184.215.14'],
    connect(address: string) {
      asked.push(address)
      return connect((server.address() as AddressInfo).port, '127.0.0.1')
    },
  }
  const uri = (image: string) => `otpauth://totp/marvin?secret=GEZDGNBVGY3TQOJQ&image=${encodeURIComponent(image)}`
  expect(await addRemoteIcon(owner, uri('http://icons.example/a.png'), network)).toBeUndefined()
  expect(asked).toEqual([])
  await changeSetting('fetchRemoteIcons', true)
  try {
    const name = await addRemoteIcon(owner, uri('http://icons.example/a.png'), network)
    expect(await readIcon(owner, name ?? '')).toMatchObject({ mime: 'image/png' })
    expect(asked).toEqual(['93.184.215.14'])
    const kept = await addEntry(owner, { uri: uri('http://127.0.0.1/a.png') })
    expect(kept, 'the entry is kept without a picture').toMatchObject({ account: 'marvin', icon: null })
  } finally {
    await changeSetting('fetchRemoteIcons', false)
    server.close()
  }
})
