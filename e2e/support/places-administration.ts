import type { Place, Visit } from './places'

const press =
  (...names: string[]) =>
  async ({ page }: Visit) => {
    for (const name of names) await page.getByRole('button', { name }).click()
  }

const keepToken = async ({ api, session }: Visit) => {
  await api.post('/oauth/personal-access-tokens', { name: 'kept' }, { bearer: session?.accessToken ?? '' })
}

const openUser = async ({ page }: Visit) => {
  await page.getByRole('list', { name: 'Users' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'The account' }).waitFor()
}

/** The pages about tokens, history, preferences, and those for administrators. */
export const administrationPlaces: Place[] = [
  { name: 'no tokens', path: '/account/tokens', as: 'user' },
  {
    name: 'making a token, without a name',
    path: '/account/tokens',
    as: 'user',
    act: press('Make a token', 'Make the token'),
  },
  {
    name: 'a token that is shown',
    path: '/account/tokens',
    as: 'user',
    act: async visit => {
      const { page } = visit
      await press('Make a token')(visit)
      await page.getByLabel('Name').fill('axe')
      await press('Make the token')(visit)
      await page.getByRole('button', { name: 'I have stored it' }).waitFor()
      page.on('dialog', dialog => void dialog.accept())
    },
  },
  { name: 'revoking a token', path: '/account/tokens', as: 'user', before: keepToken, act: press('Revoke kept') },
  { name: 'activity', path: '/account/activity', as: 'user' },
  { name: 'the alarm', path: '/account/activity', as: 'user', act: press('This wasn’t me') },
  { name: 'preferences', path: '/account/preferences', as: 'user' },
  { name: 'users', path: '/admin', as: 'admin' },
  { name: 'no users', path: '/admin?search=nobody-is-called-so', as: 'admin' },
  { name: 'a user', path: '/admin', as: 'admin', act: openUser },
  {
    name: 'a user, asked whether to disable the account',
    path: '/admin',
    as: 'admin',
    act: async visit => {
      await openUser(visit)
      await press('Disable the account')(visit)
    },
  },
  { name: 'registration', path: '/admin/registration', as: 'admin' },
  { name: 'settings', path: '/admin/settings', as: 'admin' },
  { name: 'health', path: '/admin/health', as: 'admin' },
  { name: 'the mail test', path: '/admin/mail', as: 'admin', act: press('Send a test mail') },
  { name: 'the API', path: '/docs/api' },
]
