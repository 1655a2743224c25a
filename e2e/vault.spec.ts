import { letProofAge } from './support/administrators'
import { enterPages } from './support/pages'
import { SECRET } from './support/vault'
import { expect, test } from './support/vault-page'

const totp = (service: string) => ({ otp_type: 'totp', service, account: 'marvin', secret: SECRET })

test('70 a code is grouped for the eye, read digit by digit, and copied without spaces', async ({
  page,
  vaultPage,
}) => {
  const { vault, entry, open, clipboard } = vaultPage
  const { id } = await vault.add({ service: 'GitHub', account: 'ada' })
  await open()
  await expect(async () => {
    const { password } = (await vault.get(`/twofaccounts/${id}/otp`)).json as { password: string }
    const spoken = `GitHub (ada), code ${[...password].join(' ')}`
    await expect(entry('GitHub')).toHaveAccessibleName(spoken, { timeout: 500 })
    await expect(entry('GitHub').getByText(password.slice(0, 3), { exact: true })).toBeVisible({ timeout: 500 })
    await entry('GitHub').click()
    expect(await clipboard()).toBe(password)
  }).toPass()
  await expect(page).toHaveTitle('Vault · Latchkey')
})

for (const [how, press] of [
  ['a click', undefined],
  ['Enter', 'Enter'],
  ['Space', 'Space'],
] as const)
  test(`71 ${how} copies, says so for eye and ear, and leaves the button's name`, async ({ vaultPage }) => {
    const { vault, entry, open, said, clipboard } = vaultPage
    await vault.add({ service: 'GitHub', account: 'ada' })
    await open()
    await entry('GitHub').focus()
    if (press) await entry('GitHub').press(press)
    else await entry('GitHub').click()
    await expect(said).toHaveText('The code of GitHub (ada) is copied.')
    await expect(entry('GitHub').getByText('Copied')).toBeVisible()
    await expect(entry('GitHub')).toHaveAccessibleName(/^GitHub \(ada\), code( \d){6}$/)
    expect(await clipboard()).toMatch(/^\d{6}$/)
  })

test('72 the countdown can be asked for, and never speaks by itself', async ({ page, vaultPage }) => {
  await page.clock.install()
  await vaultPage.vault.add({ service: 'GitHub' })
  await vaultPage.open()
  const timer = page.getByRole('timer', { name: 'Until the codes of 30 seconds change' })
  await expect(timer).toHaveText(/^\d+ s$/)
  await expect(timer).toHaveAttribute('aria-live', 'off')
  await page.evaluate(() => {
    const spoken: string[] = []
    Object.assign(window, { spoken })
    for (const region of document.querySelectorAll(
      '[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]',
    ))
      new MutationObserver(() => spoken.push(region.textContent ?? '')).observe(region, {
        ...{ childList: true, characterData: true, subtree: true },
      })
  })
  const before = await timer.textContent()
  await page.clock.runFor(5000)
  expect(await timer.textContent()).not.toBe(before)
  expect(await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken)).toEqual([])
})

test('73 at the end of a period the code changes by itself, and nothing moves', async ({ page, vaultPage }) => {
  const { vault, entry, open } = vaultPage
  await page.clock.install()
  await vault.add({ service: 'GitHub', account: 'ada' })
  await vault.add({ service: 'Proton', account: 'ada' })
  await open()
  const before = { name: await entry('GitHub').getAttribute('aria-label'), box: await entry('Proton').boundingBox() }
  await page.clock.runFor(31_000)
  await expect(entry('GitHub')).not.toHaveAccessibleName(before.name ?? '')
  expect(await entry('Proton').boundingBox()).toEqual(before.box)
})

test('74, 75 the last seconds are told in figures, and the next code is shown in the last ten', async ({
  page,
  vaultPage,
}) => {
  const { vault, entry, open } = vaultPage
  await page.clock.install()
  await vault.add({ service: 'GitHub' })
  await open()
  const second = Math.floor((await page.evaluate(() => Date.now())) / 1000) % 30
  await page.clock.runFor((30 - second) * 1000 + 2000)
  await expect(entry('GitHub').getByText(/^Next/)).toHaveCount(0)
  await page.clock.runFor(20_000)
  await expect(entry('GitHub').getByText(/^Next \d{3} \d{3}$/)).toBeVisible()
  const next = (await entry('GitHub').getByText(/^Next/).textContent())?.replace(/\D/g, '') ?? ''
  await page.clock.runFor(4000)
  await expect(entry('GitHub').getByText(/^[1-5]$/)).toBeVisible()
  await page.clock.runFor(6000)
  await expect(entry('GitHub')).toHaveAccessibleName(new RegExp(`code ${[...next].join(' ')}$`))
})

test('76 "/" and any letter search, the count is said, Escape clears', async ({ page, vaultPage }) => {
  const { vault, open, services, said } = vaultPage
  for (const service of ['GitHub', 'GitLab', 'Proton']) await vault.add({ service })
  await open()
  const field = page.getByRole('textbox', { name: 'Search the vault' })
  await page.keyboard.press('/')
  await expect(field).toBeFocused()
  await page.keyboard.type('git')
  await expect(said).toHaveText('2 accounts found')
  expect(await services()).toEqual(['GitHub', 'GitLab'])
  await page.keyboard.press('Escape')
  await expect(field).toHaveValue('')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.type('prot')
  await expect(field).toHaveValue('prot')
  await expect(said).toHaveText('1 account found')
  expect(await services()).toEqual(['Proton'])
})

test('77 arrows walk, m opens the actions, ? shows the keys, and single keys can be switched off', async ({
  page,
  vaultPage,
}) => {
  const { vault, entry, open } = vaultPage
  for (const service of ['GitHub', 'GitLab', 'Proton']) await vault.add({ service })
  await open()
  await entry('GitHub').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(entry('Proton')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(entry('GitLab')).toBeFocused()
  await page.keyboard.press('m')
  await expect(page.getByRole('menu', { name: 'Actions' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(entry('GitLab')).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Single keys' }).uncheck()
  await page.keyboard.press('Escape')
  await entry('GitLab').focus()
  for (const key of ['m', '?', '/']) await page.keyboard.press(key)
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(entry('GitLab')).toBeFocused()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu', { name: 'Actions' })).toBeVisible()
})

test('78 an entry is moved by the menu, by keys and by the mouse, and stays there', async ({ page, vaultPage }) => {
  const { vault, entry, open, services, choose, said } = vaultPage
  for (const service of ['A', 'B', 'C']) await vault.add({ service, account: 'x' })
  await open()
  await choose('B (x)', 'Move up')
  await expect(said).toHaveText('B (x) is now at place 1 of 3.')
  await expect.poll(services).toEqual(['B', 'A', 'C'])
  await entry(/^C/).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(services).toEqual(['B', 'C', 'A'])
  const from = await page.locator('[data-grip]').nth(0).boundingBox()
  const to = await entry(/^A/).boundingBox()
  if (!from || !to) throw new Error('not drawn')
  await page.mouse.move(from.x + 8, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(to.x + 30, to.y + 30, { steps: 6 })
  await page.mouse.up()
  await expect.poll(services).toEqual(['C', 'A', 'B'])
  await page.reload()
  await expect.poll(services).toEqual(['C', 'A', 'B'])
})

test('82 what is deleted can be had back by keyboard for ten seconds and more, and is then gone', async ({
  page,
  vaultPage,
}) => {
  const { vault, entry, open, services, choose } = vaultPage
  await page.clock.install()
  for (const service of ['A', 'B']) await vault.add({ service, account: 'x' })
  await open()
  await choose('A (x)', 'Delete')
  await expect(page.getByText('A (x) is deleted.')).toBeVisible()
  await expect(entry(/^A/)).toHaveCount(0)
  await page.clock.runFor(15_000)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(services).toEqual(['A', 'B'])
  await choose('A (x)', 'Delete')
  const removed = page.waitForResponse(answer => answer.request().method() === 'DELETE')
  await page.clock.runFor(21_000)
  expect((await removed).status()).toBe(204)
  expect((await vault.get('/twofaccounts')).json).toMatchObject([{ service: 'B' }])
})

test('82 leaving the page ends the time to think again', async ({ page, vaultPage }) => {
  const { vault, open, choose } = vaultPage
  for (const service of ['A', 'B']) await vault.add({ service, account: 'x' })
  await open()
  await choose('A (x)', 'Delete')
  await page.goto('/account')
  await expect.poll(async () => (await vault.get('/twofaccounts')).json).toMatchObject([{ service: 'B' }])
})

test('83 a key is shown again only to who proves it is them, and the look is written down', async ({
  page,
  vaultPage,
  accounts,
  store,
}) => {
  const account = await accounts.create()
  const session = await accounts.signIn(account)
  await page.context().clearCookies()
  await enterPages(page, session)
  const kept = await vaultPage.vault.request('POST', '/twofaccounts', totp('GitHub'), { bearer: session.accessToken })
  await letProofAge(store, session)
  await page.goto(`/vault/${(kept.json as { id: number }).id}`)
  await page.getByRole('button', { name: 'Show key and QR code' }).click()
  await page.getByLabel('Your password').fill(account.password)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.locator('main code')).toHaveText(SECRET.match(/.{4}/g)?.join(' ') ?? '')
  const events = await store.query(
    `SELECT 1 FROM "Event" e JOIN "User" u ON u.id = e."userId" WHERE u.email = $1 AND kind = 'vault_secrets_shown'`,
    [account.email],
  )
  expect(events.length).toBe(1)
})

test('86 of a thousand entries those in view are drawn, the search finds any, and the end can be reached', async ({
  page,
  vaultPage,
}) => {
  const accounts = Array.from({ length: 1000 }, (_, index) => totp(`Service ${String(index).padStart(4, '0')}`))
  for (let index = 0; index < accounts.length; index += 250)
    await vaultPage.vault.post('/twofaccounts/batch', { accounts: accounts.slice(index, index + 250) })
  await vaultPage.open()
  const drawn = page.locator('[data-entry]')
  expect(await drawn.count()).toBeLessThan(60)
  await page.keyboard.press('End')
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await expect(vaultPage.entry('Service 0999')).toBeVisible()
  expect(await drawn.count()).toBeLessThan(60)
  // Elements are used again wherever they stand; who listens still hears the entries in their order.
  const heard = await page.getByRole('list', { name: 'Accounts' }).evaluate(list => {
    const ids = list.getAttribute('aria-owns')?.split(' ') ?? []
    return ids.map(id => Number(document.getElementById(id)?.getAttribute('aria-posinset')))
  })
  expect(heard).toHaveLength(await drawn.count())
  expect(heard).toEqual(heard.toSorted((one, other) => one - other))
  await page.keyboard.press('/')
  await page.keyboard.type('0500')
  await expect(drawn).toHaveCount(1)
  await expect(vaultPage.entry('Service 0500')).toBeVisible()
})

for (const mode of ['list', 'grid'])
  for (const width of [1280, 390])
    test(`the names come with the page, and nothing moves when codes follow: ${mode}, ${width} pixels wide`, async ({
      page,
      vaultPage: { vault, entry },
    }) => {
      await page.setViewportSize({ width, height: 900 })
      await vault.request('PUT', '/user/preferences/displayMode', { value: mode })
      for (const service of ['GitHub', 'GitLab']) await vault.add({ service })
      let answer: () => void = () => undefined
      const asked = new Promise<void>(resolve => {
        answer = resolve
      })
      await page.route('**/api/v1/twofaccounts?*', async route => {
        await asked
        await route.continue()
      })
      const come = await page.goto('/vault')
      expect(await come?.text()).not.toContain(SECRET)
      const place = () => page.getByText('GitLab', { exact: true }).boundingBox()
      const before = await place()
      expect(before).toBeTruthy()
      await expect(entry('GitLab')).toBeHidden()
      answer()
      await expect(entry('GitLab')).toBeVisible()
      expect(await place()).toEqual(before)
    })
