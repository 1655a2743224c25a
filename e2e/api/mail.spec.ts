import { expect, test } from '../support/test'

test('a mail speaks the language of the browser that caused it, the chosen one before the usual one', async ({
  api,
  accounts,
  mail,
}) => {
  const { email } = await accounts.create()
  const ask = (headers: Record<string, string>) =>
    api.post('/auth/account/forgot', { email }, { headers: { 'user-agent': FIREFOX, ...headers } })

  await ask({ 'accept-language': 'fr-CH, fr;q=0.9' })
  const french = await mail.next(email, /Choisissez un nouveau mot de passe pour Latchkey/)
  expect(french.html).toContain('<html lang="fr">')
  expect(french.text).toContain('Firefox sous Linux')

  await ask({ 'accept-language': 'fr', cookie: 'language=en' })
  const english = await mail.next(email, /Choose a new password for Latchkey/)
  expect(english.html).toContain('<html lang="en">')
  expect(english.text).toContain('Firefox on Linux')

  await ask({ 'accept-language': 'xx', cookie: 'language=nonsense' })
  await mail.next(email, /Choose a new password for Latchkey/)
})

test('a mail speaks the language that its receiver has chosen, whoever caused it', async ({ api, accounts, mail }) => {
  const account = await accounts.create()
  const { accessToken: bearer } = await accounts.signIn(account)
  expect((await api.put('/api/v1/user/preferences/lang', { value: 'fr' }, { bearer })).status).toBe(200)
  await api.post('/auth/account/forgot', { email: account.email }, { headers: { 'accept-language': 'en' } })
  await mail.next(account.email, /Choisissez un nouveau mot de passe pour Latchkey/)
})

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
