import { createCipheriv, randomBytes } from 'node:crypto'
import { axe, expect, test } from './support/test'

/** What the owner's browser would send: codes of now, sealed with a key that goes into the link. */
function sealed(codes: { from: number; code: string }[], until: number) {
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = JSON.stringify({ service: 'Bank', account: 'marvin', codes, until })
  const parcel = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
  return { parcel: parcel.toString('base64url'), key: key.toString('base64url') }
}

test('a link shows the code that counts, opens only when asked to, and its key never leaves the browser', async ({
  page,
  api,
  accounts,
  log,
}) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const now = Math.floor(Date.now() / 1000)
  const { parcel, key } = sealed([{ from: now - 5, code: '123456' }], now + 300)
  const { json } = await api.post('/api/account/code-links', { label: 'Bank', parcel, minutes: 5 }, { bearer })
  const { id } = json as { id: string }
  const asked: string[] = []
  page.on('request', request => asked.push(`${request.url()} ${request.postData() ?? ''}`))
  await page.goto(`/codes/${id}#${key}`)
  const opens = async () =>
    ((await api.get('/api/account/code-links', { bearer })).json as { opens: number }[])[0]?.opens
  expect(await opens(), 'looking at the page opens nothing').toBe(0)
  await page.getByRole('button', { name: 'Show the code' }).press('Enter')
  await expect(page.getByText('Code 1 2 3 4 5 6')).toBeAttached()
  await expect(page.getByRole('heading', { name: 'Bank' })).toBeFocused()
  expect(await opens()).toBe(1)
  expect(asked.filter(text => text.includes(key))).toEqual([])
  expect((await log()).join('\n')).not.toContain(key)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page)).toEqual([])
  }
})

test('a link that has ended, and one without its whole key, say what to do', async ({ page, api, accounts }) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const { parcel } = sealed([], 0)
  const { json } = await api.post('/api/account/code-links', { label: 'Bank', parcel, minutes: 5 }, { bearer })
  const { id } = json as { id: string }
  await page.goto(`/codes/${id}#nonsense`)
  await page.getByRole('button', { name: 'Show the code' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'not complete' })).toBeVisible()
  await api.delete(`/api/account/code-links/${id}`, { bearer })
  await page.getByRole('button', { name: 'Show the code' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'has ended' })).toBeVisible()
})
