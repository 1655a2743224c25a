import { randomUUID } from 'node:crypto'
import { expectRefusal } from '../support/expectations'
import { expect, test } from '../support/test'

const parcel = 'c2VhbGVkLWluLWEtYnJvd3Nlcg'

test('a link opens for whoever has it, counts how often, and ends when its owner says so', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const made = await api.post('/api/account/code-links', { label: 'Bank', parcel, minutes: 5 }, { bearer })
  expect(made.status, made.text).toBe(200)
  const id = made.field('id')
  const open = () => api.post(`/api/code-links/${id}/opening`, undefined, { from: anotherAddress() })
  for (let time = 0; time < 2; time++) {
    const opened = await open()
    expect(opened.status).toBe(200)
    expect(opened.json).toEqual({ parcel, expires_at: made.field('expires_at') })
  }
  const [link] = (await api.get('/api/account/code-links', { bearer })).json as object[]
  expect(link).toMatchObject({ id, label: 'Bank', opens: 2 })
  expect((await api.delete(`/api/account/code-links/${id}`, { bearer })).status).toBe(204)
  expectRefusal(await open(), 'native', 404, 'not_found')
  expect((await api.get('/api/account/code-links', { bearer })).json).toEqual([])
})

test('a link ends by itself', async ({ api, accounts, store }) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const made = await api.post('/api/account/code-links', { label: 'Bank', parcel, minutes: 2 }, { bearer })
  expect(Date.parse(made.field('expires_at')) - Date.now()).toBeLessThanOrEqual(120_000)
  await store.query('UPDATE "CodeLink" SET "expiresAt" = now() WHERE id = $1', [made.field('id')])
  expect((await api.post(`/api/code-links/${made.field('id')}/opening`)).status).toBe(404)
})

test('nobody ends or lists the links of somebody else', async ({ api, accounts }) => {
  const { accessToken: mine } = await accounts.signIn(await accounts.create())
  const { accessToken: other } = await accounts.signIn(await accounts.create())
  const made = await api.post('/api/account/code-links', { label: 'Bank', parcel, minutes: 5 }, { bearer: mine })
  const place = `/api/account/code-links/${made.field('id')}`
  expectRefusal(await api.delete(place, { bearer: other }), 'native', 404, 'not_found')
  expect((await api.get('/api/account/code-links', { bearer: other })).json).toEqual([])
  expect((await api.get('/api/account/code-links', { bearer: mine })).json).toHaveLength(1)
})

test('no more than twenty links are open at once, however many are asked for', async ({ api, accounts }) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const answers = await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      api.post('/api/account/code-links', { label: `${index}`, parcel, minutes: 10 }, { bearer }),
    ),
  )
  expect(answers.filter(({ status }) => status === 200).length).toBe(20)
  expect(answers.filter(({ status }) => status === 409).length).toBe(5)
})

test('what is no parcel, no span and no link is refused', async ({ api, accounts }) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const good = { label: 'Bank', parcel, minutes: 5 }
  const bad = [
    { ...good, minutes: 60 },
    { ...good, minutes: '5' },
    { ...good, parcel: 'not base64url!' },
    { ...good, parcel: 'A'.repeat(32_769) },
    { ...good, parcel: '' },
    { ...good, label: '' },
    { ...good, label: 'x'.repeat(201) },
  ]
  for (const body of bad)
    expect(
      (await api.post('/api/account/code-links', body, { bearer })).status,
      JSON.stringify(body).slice(0, 80),
    ).toBe(400)
  expect((await api.post(`/api/code-links/${randomUUID()}/opening`)).status).toBe(404)
  expect((await api.post('/api/code-links/nonsense/opening')).status).toBe(400)
})

test('the label is sealed at rest', async ({ api, accounts, store }) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const made = await api.post('/api/account/code-links', { label: 'canary-label', parcel, minutes: 5 }, { bearer })
  const rows = await store.query('SELECT row_to_json(l)::text AS row FROM "CodeLink" l WHERE id = $1', [
    made.field('id'),
  ])
  expect(JSON.stringify(rows)).not.toContain('canary-label')
})
