import { hand } from './support/hand'
import { alive } from './support/pages'
import { pictureOf } from './support/pictures'
import { googlePicture, lockedAegisFile, strongEnteFile } from './support/transfers'
import { SECRET, type Vault } from './support/vault'
import { expect, test } from './support/vault-page'

const file = (name: string, content: string | Buffer) => ({
  ...{ name, buffer: Buffer.from(content) },
  mimeType: name.endsWith('png') ? 'image/png' : 'application/octet-stream',
})

/** A key in base32 of each number's own. */
const keyOf = (number: number) => [...String(number)].map(digit => 'ABCDEFGHIJ'.charAt(Number(digit))).join('')

const uri = (service: string, number: number) =>
  `otpauth://totp/${service}:ada?secret=${keyOf(number).padStart(16, 'K')}&issuer=${service}`

const servicesOf = async (vault: Vault) =>
  ((await vault.get('/twofaccounts')).json as { service: string }[]).map(({ service }) => service).sort()

test('79, 81 an import: a locked file, two pictures in the wrong order, a bad row, a duplicate; kept when told to, and taken back', async ({
  page,
  vaultPage: { vault },
}) => {
  await vault.add({ service: 'GitHub', account: 'ada' })
  await page.goto('/vault/import')
  const choose = page.getByLabel(/^Choose (more )?files or pictures$/)
  const locked = lockedAegisFile(
    [
      { service: 'GitHub', account: 'ada', secret: SECRET },
      { service: 'Proton', account: 'ada', secret: 'MFRGGZDFMZTWQ2LK', group: 'Mail' },
      { service: 'Broken', account: 'eve', secret: '1nval!d', group: 'Mail' },
    ],
    'the right one',
  )
  await choose.setInputFiles(file('aegis.json', locked))
  const password = page.getByLabel('Password of aegis.json')
  await password.fill('a wrong one')
  await password.press('Enter')
  await expect(page.getByText('The password does not open this file')).toBeVisible()
  await password.fill('the right one')
  await password.press('Enter')
  await expect(page.getByText('Aegis: 3 accounts')).toBeVisible()

  const picture = (place: number) =>
    googlePicture([{ service: `Google ${place}`, account: 'ada', key: `a key of number ${place}` }], place, 2)
  await choose.setInputFiles([file('second.png', await picture(2))])
  await expect(page.getByText('1 of 2 codes scanned. Code 1 is missing')).toBeVisible()
  await choose.setInputFiles([file('first.png', await picture(1)), file('notes.txt', 'hello')])
  await expect(page.getByText('2 of 2 codes scanned.')).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'This is no export that Latchkey knows.' })).toBeVisible()

  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await expect(row('GitHub').getByRole('cell', { name: 'In your vault already' })).toBeVisible()
  await expect(row('GitHub').getByRole('checkbox')).not.toBeChecked()
  await expect(
    row('Broken').getByRole('cell', { name: 'Key: A key holds only letters A to Z and digits 2 to 7.' }),
  ).toBeVisible()
  await expect(row('Broken').getByRole('checkbox')).toBeDisabled()
  await page.getByRole('button', { name: 'Fix Broken (eve)' }).press('Enter')
  const key = page.getByRole('textbox', { name: 'Key' })
  await expect(key).toBeFocused()
  await key.fill('ORSXG5DJNZTQ')
  await page.getByRole('textbox', { name: 'Service' }).fill('Mended')
  await page.getByRole('button', { name: 'Take it like this' }).click()
  await expect(row('Mended').getByRole('checkbox')).toBeChecked()
  await expect(page.getByRole('button', { name: 'Change Mended (eve)' })).toBeFocused()
  await row('Google 2').getByRole('checkbox').uncheck()
  await expect(page.getByText('3 of 5 chosen.')).toBeVisible()
  expect(await servicesOf(vault), 'nothing is kept yet').toEqual(['GitHub'])

  await page.getByRole('button', { name: 'Import 3 accounts' }).click()
  await expect(page.getByRole('heading', { name: '3 accounts are imported' })).toBeFocused()
  expect(await servicesOf(vault)).toEqual(['GitHub', 'Google 1', 'Mended', 'Proton'])
  const groups = async () => ((await vault.get('/groups')).json as { name: string }[]).map(({ name }) => name)
  expect(await groups()).toContain('Mail')
  await page.getByRole('button', { name: 'Undo the import' }).click()
  await expect(page.getByText('The import is undone')).toBeVisible()
  expect(await servicesOf(vault), 'exactly what was imported is gone').toEqual(['GitHub'])
  expect(await groups()).not.toContain('Mail')
})

test('79, 80 a list is pasted, a picture with two codes and a file that takes a minute to open are dropped; hundreds are kept in parts until told to stop', async ({
  page,
  vaultPage: { vault },
}) => {
  await page.goto('/vault/import')
  await alive(page)
  const links = Array.from({ length: 598 }, (_, index) => uri(`Service ${index}`, 1000 + index))
  await hand(page, 'paste', 'main', { text: links.join('\n') })
  await expect(page.getByText('Links: 598 accounts')).toBeVisible()
  const picture = await pictureOf(uri('Left', 1), uri('Right', 2))
  await hand(page, 'drop', 'main label', { name: 'two.png', type: 'image/png', content: picture })
  await expect(page.getByText('Links: 2 accounts')).toBeVisible()
  await expect(page.getByText('600 of 600 chosen.')).toBeVisible()
  const rows = page.getByRole('table').getByRole('checkbox')
  await expect(rows).toHaveCount(1 + 200)
  await page.getByRole('button', { name: 'Show more (400 left)' }).click()
  await expect(rows).toHaveCount(1 + 400)

  await hand(page, 'drop', 'main label', { name: 'ente.txt', type: 'text/plain', content: strongEnteFile() })
  const password = page.getByLabel('Password of ente.txt')
  await password.fill('whatever it is')
  await password.press('Enter')
  const progress = page.getByRole('progressbar', { name: 'Opening the file' })
  await expect(progress).toBeVisible()
  await page.getByRole('button', { name: 'Paste text' }).click()
  await expect(page.getByRole('textbox', { name: 'Text of an export, or links' })).toBeVisible()
  await expect(progress, 'it goes on meanwhile').toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(progress).toHaveCount(0)
  await expect(password).toBeFocused()
  await page.getByRole('button', { name: 'Take out ente.txt' }).click()

  let parts = 0
  await page.route('**/api/v1/twofaccounts/batch', async route => {
    if (++parts === 2) await page.getByRole('button', { name: 'Stop' }).click()
    await route.continue()
  })
  await page.getByRole('button', { name: 'Import 600 accounts' }).click()
  await expect(page.getByRole('heading', { name: '500 of 600 accounts are imported' })).toBeVisible()
  const count = async () => (await vault.get('/twofaccounts/count')).json
  expect(await count()).toMatchObject({ count: 500 })
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await page.getByRole('button', { name: 'Import 100 accounts' }).click()
  await expect(page.getByRole('heading', { name: /accounts are imported/ })).toBeFocused()
  expect(await count()).toMatchObject({ count: 600 })
})
