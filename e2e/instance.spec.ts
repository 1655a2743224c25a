import type { Page } from '@playwright/test'
import { expectRefusal } from './support/expectations'
import { type Client, createClient } from './support/http'
import { userOf } from './support/jwt'
import { enterPages } from './support/pages'
import { type Product, startProduct } from './support/product'
import { expect, test } from './support/test'

// What is set here holds for everybody, so it is set on an instance of these tests' own.
test.describe.configure({ mode: 'serial' })

let product: Product
let first: { accessToken: string; refreshToken: string }
let second: { accessToken: string; refreshToken: string }

const client = () => createClient(product.origin)

const register = (email: string) => client().post('/auth/register', { email, password: 'correct horse battery' })

const enter = async (email: string) => {
  await register(email)
  const answer = await client().post('/auth/login', { email, password: 'correct horse battery' })
  return { accessToken: answer.field('jwt_token'), refreshToken: answer.cookies.refresh_token?.value ?? '' }
}

const demote = (api: Client, target: string, bearer: string) =>
  api.put(`/api/admin/users/${userOf(target)}/role`, { role: 'user' }, { bearer })

const open = async (page: Page, path: string) => {
  await enterPages(page, first)
  await page.goto(`${product.origin}${path}`)
}

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startProduct('instance', { AUTO_ACTIVATE: 'true', WORKERS: '1' })
  first = await enter('first@example.com')
  second = await enter('second@example.com')
})

test.afterAll(async () => {
  await product?.stop()
})

test('registration is closed, and opened to addresses of some domains', async ({ page }) => {
  await open(page, '/admin/registration')
  await page.getByRole('radio', { name: /^Nobody/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('It counts from the next registration on.')).toBeVisible()
  expect((await register('third@example.com')).status).toBe(403)

  await page.getByRole('radio', { name: /^Only addresses/ }).check()
  await page.getByLabel('Domains', { exact: true }).fill('not a domain!')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Domains', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Domains', { exact: true }).fill('school.example\nexample.net')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('It counts from the next registration on.')).toBeVisible()
  expect((await register('fourth@school.example')).status).toBe(204)
  expect((await register('fifth@sub.school.example')).status).toBe(403)
  await page.reload()
  await expect(page.getByLabel('Domains', { exact: true })).toHaveValue('school.example\nexample.net')

  await page.getByRole('radio', { name: /^Everybody/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('It counts from the next registration on.')).toBeVisible()
  expect((await register('sixth@elsewhere.example')).status).toBe(204)
})

test('custom settings are added, changed and removed, and programs see the same', async ({ page }) => {
  await open(page, '/admin/settings')
  const read = () => client().get('/api/v1/settings/motto', { bearer: first.accessToken })
  await page.getByLabel('Name').fill('motto')
  await page.getByLabel('Value').fill('one key')
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByLabel('motto')).toHaveValue('one key')
  expect((await read()).json).toEqual({ key: 'motto', value: 'one key' })
  await page.getByLabel('motto').fill('one key for all')
  await page.getByRole('button', { name: 'Save motto' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect((await read()).json).toEqual({ key: 'motto', value: 'one key for all' })
  await page.getByRole('button', { name: 'Remove motto' }).click()
  await page.getByRole('button', { name: 'Remove the setting' }).click()
  await expect(page.getByLabel('motto')).toHaveCount(0)
  expect((await read()).status).toBe(404)
})

test('PAT-13: the last administrator cannot be disabled, demoted or removed; of two who demote each other one stays', async () => {
  const api = client()
  const path = `/api/admin/users/${userOf(first.accessToken)}`
  const bearer = first.accessToken
  const disabled = await api.put(`${path}/state`, { state: 'disabled' }, { bearer })
  expectRefusal(disabled, 'native', 403, 'last_administrator')
  expectRefusal(await demote(api, first.accessToken, bearer), 'native', 403, 'last_administrator')
  expectRefusal(await api.delete(path, { bearer }), 'native', 403, 'last_administrator')

  for (let round = 0; round < 5; round++) {
    const isFirst = (await api.get('/api/admin/health', { bearer })).status === 200
    const [admin, other] = isFirst ? [first, second] : [second, first]
    const promoted = `/api/admin/users/${userOf(other.accessToken)}/role`
    expect((await api.put(promoted, { role: 'admin' }, { bearer: admin.accessToken })).status).toBe(204)
    const race = [demote(api, first.accessToken, second.accessToken), demote(api, second.accessToken, bearer)]
    const statuses = (await Promise.all(race)).map(({ status }) => status)
    expect(statuses.sort(), `round ${round}`).toEqual([204, 403])
  }
})
