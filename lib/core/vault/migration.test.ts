import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import { client, mailTo } from '../../../scripts/testing/people'
import { longAgo, makeOwner, type Owner } from '../../../scripts/testing/students'
import { db } from '../../db'
import { type Caller, callerOf } from '../personal-tokens'
import { addEntries, addEntry } from './add-entries'
import { exportFile, exportForTwoFAuth } from './backup'
import { countEntries } from './entries'
import { readExport } from './import/read-export'
import { type MigratedRow, readMigration } from './migration'

const refusing = (code: string) => expect.objectContaining({ code })
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

let person: Owner
let owner: Caller
beforeEach(async () => {
  person = await makeOwner()
  owner = callerOf(person.viewer)
})

const stateOf = (rows: MigratedRow[]) => rows.map(({ state }) => state)

describe('an import', () => {
  test('marks what is there already, reports bad rows one by one, and keeps no entry', async () => {
    await addEntry(owner, { otpType: 'totp', service: 'GitHub', account: 'marvin', secret: SECRET, period: 60 })
    const text = [
      `otpauth://totp/GitHub:marvin?secret=${SECRET}&issuer=GitHub`,
      `otpauth://totp/GitHub:zaphod?secret=${SECRET}&issuer=GitHub`,
      'otpauth://totp/Bad:row?secret=1',
    ].join('\n')
    const rows = await readMigration(owner, text, undefined)
    expect(stateOf(rows)).toEqual(['present', 'new', 'invalid'])
    expect(rows[2]).toMatchObject({
      account: 'row',
      service: 'Bad',
      row: 3,
      faults: [{ field: 'secret', rule: 'base32' }],
    })
    expect(await countEntries(owner)).toBe(1)
    const other = callerOf((await makeOwner()).viewer)
    expect(stateOf(await readMigration(other, text, undefined))).toEqual(['new', 'new', 'invalid'])
  })

  test('brings icons, each once and written anew; a bad one is left out', async () => {
    const png = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#0f0' } })
      .png()
      .toBuffer()
    const row = (account: string, icon: Buffer | undefined) => ({
      ...{
        otp_type: 'totp',
        service: 's',
        account,
        secret: 'AAAA',
        digits: 6,
        algorithm: 'sha1',
        period: 30,
        counter: null,
      },
      ...(icon && { icon_mime: 'image/png', icon_file: icon.toString('base64') }),
    })
    const data = [row('a', png), row('b', png), row('c', Buffer.from('<html>')), row('d', undefined)]
    const rows = await readMigration(owner, JSON.stringify({ app: '2fauth_v5.0.0', schema: 1, data }), undefined)
    const icons = rows.map(found => ('icon' in found ? found.icon : undefined))
    expect(icons).toEqual([expect.stringMatching(/\.png$/), icons[0], null, null])
    expect(await db.icon.count({ where: { userId: owner.userId } })).toBe(1)
  })

  test('says what is wrong with a file as a whole', async () => {
    await expect(readMigration(owner, 'hello', undefined)).rejects.toEqual(refusing('import_unknown_format'))
    const { content } = await (async () => {
      await addEntry(owner, { otpType: 'totp', account: 'a', secret: SECRET })
      return exportFile(owner, { format: 'aegis', password: 'the password' }, client)
    })()
    await expect(readMigration(owner, content, undefined)).rejects.toEqual(refusing('import_encrypted'))
    await expect(readMigration(owner, content, 'wrong')).rejects.toEqual(refusing('import_wrong_password'))
    expect(stateOf(await readMigration(owner, content, 'the password'))).toEqual(['present'])
  })
})

describe('an export', () => {
  test('of every kind is read back with group, notes and icon', async () => {
    await addEntries(
      owner,
      [
        {
          otpType: 'totp',
          service: 'GitHub',
          account: 'marvin',
          secret: SECRET,
          notes: 'a note',
          groupName: 'Work',
          pinned: true,
        },
        { otpType: 'hotp', account: 'b', secret: SECRET, counter: 9 },
        { otpType: 'steamtotp', account: 'c', secret: SECRET },
      ],
      client,
    )
    for (const format of ['2fauth', 'otpauth', 'aegis'] as const) {
      const { content, filename } = await exportFile(owner, { format }, client)
      const { entries } = await readExport(content)
      expect(
        entries.map(row => 'ok' in row && [row.ok.otpType, row.ok.account, row.ok.secret, row.ok.counter]),
      ).toEqual([
        ['totp', 'marvin', SECRET, null],
        ['hotp', 'b', SECRET, 9],
        ['steamtotp', 'c', SECRET, null],
      ])
      expect(filename).toMatch(/^(2fauth|otpauth|aegis)\.(json|txt)$/)
    }
    const sealed = await exportFile(owner, { format: 'aegis', password: 'the password' }, client)
    expect(sealed.content).not.toContain(SECRET)
    const { entries } = await readExport(sealed.content, { password: 'the password' })
    expect(entries[0]).toMatchObject({ ok: { note: 'a note', groups: ['Work'], pinned: true } })
  })

  test('VLT-09: asks a session for a fresh proof, is written into the history, and told by mail', async () => {
    const { id } = await addEntry(owner, { otpType: 'totp', account: 'a', secret: SECRET })
    const stale = callerOf(longAgo(person))
    await expect(exportForTwoFAuth(stale, [id], false, client)).rejects.toEqual(refusing('reauthentication_required'))
    await expect(exportFile(stale, { format: 'aegis' }, client)).rejects.toEqual(refusing('reauthentication_required'))
    await exportForTwoFAuth(owner, [id], false, client)
    expect(await db.event.findMany({ where: { userId: owner.userId, kind: 'vault_exported' } })).toMatchObject([
      { data: { count: 1 } },
    ])
    expect((await mailTo(person.email)).map(({ subject }) => subject)).toEqual([expect.stringContaining('exported')])
    const program: Caller = { ...stale, session: undefined }
    expect((await exportForTwoFAuth(program, [id], true, client)).data).toEqual([
      { uri: expect.stringContaining('otpauth://totp/a?secret=') },
    ])
  })

  test('VLT-01, VLT-10: never holds what is somebody else’s, and leaves out what no key opens', async () => {
    const stranger = callerOf((await makeOwner()).viewer)
    const foreign = await addEntry(stranger, { otpType: 'totp', account: 'x', secret: SECRET })
    const mine = await addEntry(owner, { otpType: 'totp', account: 'a', secret: SECRET })
    await expect(exportForTwoFAuth(owner, [mine.id, foreign.id], false, client)).rejects.toEqual(refusing('forbidden'))
    const broken = await addEntry(owner, { otpType: 'totp', account: 'b', secret: SECRET })
    await db.vaultEntry.update({ where: { id: broken.id }, data: { sealedSecret: 'v1.x.y.z' } })
    const { data } = await exportForTwoFAuth(owner, [mine.id, broken.id, 2_000_000_000], false, client)
    expect(data).toMatchObject([{ account: 'a' }])
  })
})
