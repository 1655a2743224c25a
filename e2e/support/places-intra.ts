import { be } from './intra-browser'
import type { Place, Visit } from './places'

const comeAsNewcomer = async ({ page, visits }: Visit) => {
  await be(page, { profile: visits.invent() })
  await page.getByRole('button', { name: 'Continue with 42' }).click()
  await page.getByRole('heading', { name: 'You are new here' }).waitFor()
}

/** What visits to 42 lead to. */
export const intraPlaces: Place[] = [
  { name: 'connections', path: '/account/connections', as: 'user' },
  {
    name: 'connections, linked',
    path: '/account/connections',
    as: 'user',
    act: async ({ page, visits }) => {
      await be(page, { profile: visits.invent() })
      await page.getByRole('button', { name: 'Link 42' }).click()
      await page.getByText('42 is linked.').waitFor()
    },
  },
  { name: 'new from 42', path: '/login', act: comeAsNewcomer },
  {
    name: 'new from 42, making an account',
    path: '/login',
    act: async visit => {
      await comeAsNewcomer(visit)
      await visit.page.getByRole('button', { name: 'Create an account' }).click()
      await visit.page.getByLabel('Username (optional)').waitFor()
    },
  },
  { name: 'refused at 42', path: '/intra?type=login&error=access_denied' },
  { name: 'a visit to 42 that has to start again', path: '/intra?type=login&error=state_mismatch' },
  { name: '42 is away', path: '/intra?type=login&error=upstream' },
]
