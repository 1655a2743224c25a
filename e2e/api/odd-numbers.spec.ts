import { expect, test } from '../support/test'
import { newVault, SECRET } from '../support/vault'

const ODD = ['-1', '0', '2147483648', '9007199254740993', '1e308', 'NaN', '99999999999999999999']
const MALFORMED = ['abc', '1.5', "1'", "00000000-0000-7000-8000-000000000000'", '00000000-0000-7000-8000-00000000000']

test('INP-11, INP-12: an id that is none is 404 or refused, in every document, whatever is done to it', async ({
  api,
  accounts,
  anotherAddress,
}) => {
  const { accessToken: bearer } = await accounts.signIn(await accounts.create())
  const places = (id: string): [method: string, path: string][] => [
    ['GET', `/api/v1/twofaccounts/${id}`],
    ['GET', `/api/v1/twofaccounts/${id}/otp`],
    ['DELETE', `/api/v1/twofaccounts?ids=${id}`],
    ['GET', `/api/v1/groups/${id}`],
    ['DELETE', `/api/account/sessions/${id}`],
    ['DELETE', `/oauth/personal-access-tokens/${id}`],
    ['GET', `/api/account/activity?before=${id}`],
  ]
  const odd: string[] = []
  for (const id of [...ODD, ...MALFORMED]) {
    for (const [method, path] of places(encodeURIComponent(id))) {
      const { status } = await api.request(method, path, { bearer, from: anotherAddress() })
      // Lists leave out what is not there; group 0 holds what is in no other.
      const isPassedOver = status < 300 && (path.includes('?') || path.endsWith('/groups/0'))
      if (!isPassedOver && ![400, 404, 422].includes(status)) odd.push(`${method} ${path}: ${status}`)
    }
  }
  expect(odd).toEqual([])
})

test('INP-11: numbers of an account are taken within their bounds, and refused beyond them', async ({
  api,
  accounts,
}) => {
  const { program } = await newVault(api, accounts)
  const keep = async (parts: object) =>
    (await program.post('/twofaccounts', { otp_type: 'totp', account: 'marvin', secret: SECRET, ...parts })).status
  const beyond = [-1, 2 ** 31, 2 ** 53 + 1, 1e308, 1.5, 'NaN']
  for (const field of ['digits', 'period', 'group_id'])
    for (const value of beyond) expect(await keep({ [field]: value }), `${field} ${value}`).toBe(422)
  for (const value of [-1, 2 ** 53 + 1, 1e308, 1.5, 'NaN'])
    expect(await keep({ otp_type: 'hotp', counter: value }), `counter ${value}`).toBe(422)
})
