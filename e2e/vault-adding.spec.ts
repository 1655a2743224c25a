import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { codeOf } from './support/authenticator'
import { hand } from './support/hand'
import { enterPages } from './support/pages'
import { emptyPicture, pictureOf, writeVideoOf } from './support/pictures'
import { currentRun } from './support/run'
import { SECRET } from './support/vault'
import { axe, expect, test } from './support/vault-page'

const uri = (service: string, secret = SECRET) => `otpauth://totp/${service}:marvin?secret=${secret}&issuer=${service}`
const png = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer })

test('79, 80, 85 an empty vault says what to do; a picture is read, an unreadable one explained, of several codes one is chosen', async ({
  page,
  vaultPage,
}) => {
  await page.goto('/vault')
  await expect(page.getByText('Your codes belong here')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Import from another app' })).toBeVisible()
  await page.getByRole('button', { name: 'Add an account' }).first().click()
  const choose = page.getByLabel('Choose a picture of the QR code')
  await choose.setInputFiles(png('nothing.png', await emptyPicture()))
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('QR code')
  expect(await axe(page)).toEqual([])
  await choose.setInputFiles(png('two.png', await pictureOf(uri('GitHub'), uri('Proton', 'MFRGGZDFMZTWQ2LK'))))
  await expect(page.getByRole('heading', { name: 'Which account?' })).toBeVisible()
  await page.getByRole('button', { name: /GitHub/ }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Add this account?' })).toBeVisible()
  const dialog = page.getByRole('dialog')
  await expect(async () => {
    const code = codeOf(SECRET)
    await expect(dialog).toContainText(new RegExp(`${code.slice(0, 3)}\\s*${code.slice(3)}`), { timeout: 500 })
  }).toPass()
  expect(((await vaultPage.vault.get('/twofaccounts')).json as []).length, 'nothing is kept yet').toBe(0)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: /Proton/ }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(vaultPage.entry('Proton')).toBeVisible()
  await expect(vaultPage.entry('GitHub')).toBeVisible()
})

test('79 a screenshot is pasted, a picture dropped, a link typed; what is there already is named', async ({
  page,
  vaultPage,
}) => {
  await vaultPage.vault.add({ service: 'GitHub', account: 'marvin' })
  await vaultPage.open()
  const picture = { name: 'screenshot.png', type: 'image/png', content: await pictureOf(uri('GitHub')) }
  for (const kind of ['paste', 'drop'] as const) {
    await page.getByRole('button', { name: 'Add an account' }).click()
    await expect(page.getByRole('tab', { name: 'Picture' })).toBeVisible()
    await hand(page, kind, '[role=dialog] [role=tabpanel]', picture)
    await expect(page.getByText('GitHub (marvin) is in your vault already.')).toBeVisible()
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Add an account' }).click()
  await page.getByRole('tab', { name: 'Link' }).click()
  await page.getByRole('textbox', { name: 'Link' }).fill('https://example.com/')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is no code of an authenticator.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Link' }).fill(uri('Proton', 'MFRGGZDFMZTWQ2LK'))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(vaultPage.entry('Proton')).toBeVisible()
})

test('79 the camera reads what is held into it; where it is not allowed, the other ways are named', async ({
  page,
  accounts,
  anotherAddress,
  launchOptions,
  vaultPage,
}) => {
  await page.goto('/vault')
  await page.getByRole('button', { name: 'Add an account' }).first().click()
  await page.getByRole('tab', { name: 'Camera' }).click()
  await expect(page.getByText(/The browser does not allow the camera here|No camera was found/)).toBeVisible()
  await expect(page.getByRole('tab', { name: 'By hand' })).toBeVisible()
  expect(vaultPage.vault.token).toBeTruthy()

  const folder = mkdtempSync(path.join(tmpdir(), 'camera-'))
  const video = path.join(folder, 'code.y4m')
  await writeVideoOf(uri('Camera'), video)
  const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  const args = [...(launchOptions.args ?? []), ...fake, `--use-file-for-fake-video-capture=${video}`]
  const browser = await chromium.launch({ ...launchOptions, args })
  try {
    const context = await browser.newContext({
      baseURL: currentRun().origin,
      locale: 'en-US',
      permissions: ['camera'],
      extraHTTPHeaders: { 'x-forwarded-for': anotherAddress() },
    })
    const looking = await context.newPage()
    await enterPages(looking, await accounts.signIn(await accounts.create()))
    await looking.goto('/vault')
    await looking.getByRole('button', { name: 'Add an account' }).first().click()
    await looking.getByRole('tab', { name: 'Camera' }).click()
    await expect(looking.getByRole('heading', { name: 'Add this account?' })).toBeVisible({ timeout: 20_000 })
    await expect(looking.getByRole('textbox', { name: 'Service' })).toHaveValue('Camera')
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
})
