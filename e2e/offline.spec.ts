import { codeOf } from './support/authenticator'
import { keepCopy, keptText, PASSPHRASE, stores, unlock, workers } from './support/offline'
import { SECRET } from './support/vault'
import { axe, expect, test } from './support/vault-page'

const mark = 'not saved yet'
const SECRET_OF_ADDED = 'MFRGGZDFMZTWQ2LK'

test('87 without network the vault opens from its copy, shows right codes, and saves what was changed once it is back', async ({
  page,
  context,
  vaultPage,
}) => {
  test.setTimeout(120_000)
  const { vault, entry, services, choose } = vaultPage
  const { id } = await vault.add({ service: 'GitHub', account: 'ada', notes: 'the blue one' })
  await vault.add({ service: 'Proton', account: 'ada' })
  const gone = await vault.add({ service: 'Gone', account: 'ada' })
  await keepCopy(page)
  await vaultPage.open()

  await context.setOffline(true)
  await page.reload()
  await expect(page).toHaveURL(/\/vault$/)
  await unlock(page, 'some other words')
  await expect(page.getByText('This passphrase does not open the copy.')).toBeVisible({ timeout: 30_000 })
  await unlock(page)
  await expect(page.getByText('No network, or the server does not answer.')).toBeVisible({ timeout: 30_000 })
  await expect(async () => {
    const spoken = `GitHub (ada), code ${[...codeOf(SECRET)].join(' ')}`
    await expect(entry('GitHub')).toHaveAccessibleName(spoken, { timeout: 500 })
  }).toPass()
  await entry('GitHub').click()
  expect(await vaultPage.clipboard()).toMatch(/^\d{6}$/)
  expect(await axe(page)).toEqual([])

  await choose('Proton (ada)', 'Pin to the top')
  await expect(entry('Proton').getByText(mark)).toBeVisible()
  await choose('GitHub (ada)', 'Edit')
  await page.getByLabel('Account', { exact: true }).fill('eve')
  await page.getByRole('button', { name: 'Keep' }).click()
  await choose('Gone (ada)', 'Delete')
  await page.getByRole('button', { name: 'Add an account' }).click()
  await page.getByLabel('Service', { exact: true }).fill('New')
  await page.getByLabel('Account', { exact: true }).fill('ada')
  await page.getByLabel('Key', { exact: true }).fill(SECRET_OF_ADDED)
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('heading', { name: '4 changes are not saved yet' })).toBeVisible()
  expect(await services()).toEqual(['Proton', 'GitHub', 'New'].map(name => name + mark))

  await page.reload()
  await unlock(page)
  await expect(page.getByRole('heading', { name: '4 changes are not saved yet' })).toBeVisible({ timeout: 30_000 })
  const kept = await keptText(page)
  for (const text of [SECRET, SECRET_OF_ADDED, PASSPHRASE, 'GitHub', 'the blue one', vault.token])
    expect(kept, text).not.toContain(text)

  await context.setOffline(false)
  await expect(page.getByText('4 changes are saved in your vault.')).toBeVisible({ timeout: 30_000 })
  const now = (await vault.get('/twofaccounts?withSecret=1&withDetails=1')).json as { id: number }[]
  expect(now).toHaveLength(3)
  expect(now).toContainEqual(expect.objectContaining({ id, service: 'GitHub', account: 'eve', notes: 'the blue one' }))
  expect(now).toContainEqual(expect.objectContaining({ service: 'Proton', pinned: true }))
  expect(now).toContainEqual(expect.objectContaining({ service: 'New', secret: SECRET_OF_ADDED }))
  expect(now.map(each => each.id)).not.toContain(gone.id)
  await page.getByRole('button', { name: 'Open the vault' }).click()
  await expect.poll(services).toEqual(['Proton', 'GitHub', 'New'])
})

test('87 what was deleted elsewhere meanwhile is named, and signing out takes the copy along', async ({
  page,
  context,
  vaultPage,
}) => {
  test.setTimeout(120_000)
  const { vault, choose, entry } = vaultPage
  await vaultPage.vault.add({ service: 'GitHub', account: 'ada' })
  await vaultPage.open()
  expect(await workers(page), 'off until it is turned on').toEqual([])
  expect(await stores(page)).toEqual([])
  const { id } = await vault.add({ service: 'Proton', account: 'ada' })
  await keepCopy(page)
  await vaultPage.open()

  await context.setOffline(true)
  await page.goto('/vault')
  await unlock(page)
  await expect(entry('Proton')).toBeVisible({ timeout: 30_000 })
  await choose('Proton (ada)', 'Pin to the top')
  await vault.request('DELETE', `/twofaccounts/${id}`)
  await context.setOffline(false)
  await expect(page.getByText('Not saved: this account was deleted elsewhere meanwhile.')).toBeVisible({
    timeout: 30_000,
  })
  await page.clock.install()
  await page.goto('/vault')
  await expect(page.getByText('1 change that you made without network waits on this device.')).toBeVisible()
  await page.getByRole('link', { name: 'Unlock and save' }).click()
  await unlock(page)
  await page.getByRole('button', { name: 'Take back the change of Proton (ada)' }).click({ timeout: 30_000 })
  await expect(page.getByRole('heading', { name: /not saved yet/ })).toHaveCount(0)
  await page.clock.fastForward('15:01')
  await expect(page.getByRole('button', { name: 'Unlock' }), 'locks by itself').toBeVisible()

  await page.goto('/account')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login$/)
  expect(await workers(page)).toEqual([])
  expect(await stores(page)).toEqual([])
})
