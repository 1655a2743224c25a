import { readFile } from 'node:fs/promises'
import { letProofAge } from './support/administrators'
import { formOf } from './support/forms'
import { SECRET } from './support/vault'
import { expect, test } from './support/vault-page'

test('83 chosen accounts leave in a locked file after a proof, and come back from it; all of them print as QR codes', async ({
  page,
  api,
  store,
  vaultPage,
}) => {
  const { vault, account, entry, open } = vaultPage
  for (const service of ['A', 'B', 'C']) await vault.add({ service, account: 'x', secret: `MFRGGZDFMZTWQ2L${service}` })
  await open()
  await letProofAge(store, account)
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await entry(/^A/).click()
  await entry(/^B/).click()
  await page.getByRole('region', { name: 'Select' }).getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export 2 accounts?' })
  await dialog.getByLabel('Password of the file').fill('a password for this file')
  await dialog.getByRole('button', { name: 'Export' }).click()
  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  await proof.getByLabel('Your password').fill(account.password)
  const download = page.waitForEvent('download')
  await proof.getByRole('button', { name: 'Confirm' }).click()
  const content = await readFile(await (await download).path(), 'utf8')
  expect(content).not.toContain('MFRGGZDFMZTWQ2LA')
  await expect(page.getByText('2 accounts are on their way into your downloads.')).toBeVisible()
  await page.getByRole('button', { name: 'Done', exact: true }).click()

  await page.getByRole('button', { name: 'Export' }).first().click()
  await page.getByRole('radio', { name: 'QR codes to print' }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('heading', { name: '3 QR codes' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeHidden()
  const picture = await page.getByRole('img', { name: 'QR code of C (x)' }).screenshot()
  const read = await api.request('POST', '/api/v1/qrcode/decode', { bearer: vault.token, ...formOf('qrcode', picture) })
  expect(read.field('data')).toMatch(/^otpauth:\/\/totp\/C:x\?secret=MFRGGZDFMZTWQ2LC/)
  await page.emulateMedia({ media: null })

  await page.goto('/vault/import')
  await page.getByLabel('Choose files or pictures').setInputFiles({
    ...{ name: 'again.json', mimeType: 'application/json', buffer: Buffer.from(content) },
  })
  await page.getByLabel('Password of again.json').fill('a password for this file')
  await page.getByRole('button', { name: 'Open it' }).click()
  await expect(page.getByRole('cell', { name: 'In your vault already' })).toHaveCount(2)
})

test('a link to the codes of a few minutes is made on the entry’s page, opened by somebody else, and ended', async ({
  page,
  newPage,
  vaultPage: { vault },
}) => {
  const { id } = await vault.add({ service: 'Bank', account: 'ada' })
  await page.goto(`/vault/${id}`)
  const sent: string[] = []
  page.on('request', request => sent.push(request.postData() ?? ''))
  await page.getByRole('button', { name: 'Share codes by a link' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share codes of Bank?' })
  await dialog.getByRole('button', { name: '2 minutes' }).click()
  const link = await dialog.getByRole('textbox', { name: 'The link' }).inputValue()
  const other = await newPage()
  await other.goto(link)
  await other.getByRole('button', { name: 'Show the code' }).press('Enter')
  const code = other.getByText(/^Code( \d){6}$/)
  await expect(async () => {
    const { password } = (await vault.get(`/twofaccounts/${id}/otp`)).json as { password: string }
    await expect(code).toHaveText(`Code ${[...password].join(' ')}`, { timeout: 500 })
  }).toPass()
  expect(sent.join('\n')).not.toContain(SECRET)
  await dialog.getByRole('button', { name: 'End the link to Bank' }).click()
  await other.reload()
  await other.getByRole('button', { name: 'Show the code' }).press('Enter')
  await expect(other.getByRole('alert').filter({ hasText: 'has ended' })).toBeVisible()
})
