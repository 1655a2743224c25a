import { endpoints } from '../support/endpoints'
import { expectRefusal } from '../support/expectations'
import { formOf, PNG } from '../support/forms'
import type { Options } from '../support/http'
import { expect, test } from '../support/test'
import { newVault, openVault, SECRET, type Vault, type VaultAccount } from '../support/vault'

type Objects = { entry: number; group: number; icon: string }

/** What one endpoint takes, and what it says to the owner of the objects and to anybody else. */
type Row = {
  scope: string
  ask(own: Objects): { path: string; json?: unknown; options?: Options }
  owner: number
  others: number
}

const parts = { account: 'mark-of-the-owner', otp_type: 'totp', secret: SECRET }
const whole = { ...parts, service: null, icon: null, digits: 6, algorithm: 'sha1' }
const row = (scope: string, ask: Row['ask'], owner: number, others: number): Row => ({ scope, ask, owner, others })

/** Every endpoint of the vault; one that is missing here fails the test below. */
const matrix: Record<string, Row> = {
  'GET /twofaccounts': row('vault:read', o => ({ path: `/twofaccounts?ids=${o.entry}` }), 200, 200),
  'POST /twofaccounts': row(
    'vault:write',
    o => ({ path: '/twofaccounts', json: { ...parts, group_id: o.group } }),
    201,
    422,
  ),
  'DELETE /twofaccounts': row('vault:write', o => ({ path: `/twofaccounts?ids=${o.entry}` }), 204, 403),
  'GET /twofaccounts/{id}': row('vault:read', o => ({ path: `/twofaccounts/${o.entry}` }), 200, 403),
  'PUT /twofaccounts/{id}': row('vault:write', o => ({ path: `/twofaccounts/${o.entry}`, json: whole }), 200, 403),
  'PATCH /twofaccounts/{id}': row(
    'vault:write',
    o => ({ path: `/twofaccounts/${o.entry}`, json: { pinned: true } }),
    200,
    403,
  ),
  'DELETE /twofaccounts/{id}': row('vault:write', o => ({ path: `/twofaccounts/${o.entry}` }), 204, 403),
  'GET /twofaccounts/{id}/otp': row('otp:generate', o => ({ path: `/twofaccounts/${o.entry}/otp` }), 200, 403),
  'GET /twofaccounts/{id}/qrcode': row('vault:secrets', o => ({ path: `/twofaccounts/${o.entry}/qrcode` }), 200, 403),
  'POST /twofaccounts/{id}/use': row('otp:generate', o => ({ path: `/twofaccounts/${o.entry}/use` }), 204, 403),
  'POST /twofaccounts/batch': row(
    'vault:write',
    o => ({ path: '/twofaccounts/batch', json: { accounts: [{ ...parts, icon: o.icon }] } }),
    201,
    422,
  ),
  'GET /twofaccounts/count': row('vault:read', () => ({ path: '/twofaccounts/count' }), 200, 200),
  'POST /twofaccounts/otp': row('otp:generate', () => ({ path: '/twofaccounts/otp', json: parts }), 200, 200),
  'POST /twofaccounts/preview': row(
    'vault:write',
    () => ({ path: '/twofaccounts/preview', json: { uri: `otpauth://totp/x?secret=${SECRET}` } }),
    200,
    200,
  ),
  'POST /twofaccounts/reorder': row(
    'vault:write',
    o => ({ path: '/twofaccounts/reorder', json: { orderedIds: [o.entry] } }),
    200,
    403,
  ),
  'PATCH /twofaccounts/withdraw': row(
    'vault:write',
    o => ({ path: `/twofaccounts/withdraw?ids=${o.entry}` }),
    200,
    403,
  ),
  'GET /twofaccounts/export': row('vault:secrets', o => ({ path: `/twofaccounts/export?ids=${o.entry}` }), 200, 403),
  'POST /twofaccounts/export': row(
    'vault:secrets',
    o => ({ path: '/twofaccounts/export', json: { format: 'otpauth', ids: [o.entry] } }),
    200,
    403,
  ),
  'POST /twofaccounts/migration': row(
    'vault:write',
    () => ({ path: '/twofaccounts/migration', json: { payload: `otpauth://totp/x?secret=${SECRET}` } }),
    200,
    200,
  ),
  'GET /groups': row('vault:read', () => ({ path: '/groups' }), 200, 200),
  'POST /groups': row('vault:write', () => ({ path: '/groups', json: { name: 'Another' } }), 201, 201),
  'GET /groups/{id}': row('vault:read', o => ({ path: `/groups/${o.group}` }), 200, 403),
  'PUT /groups/{id}': row('vault:write', o => ({ path: `/groups/${o.group}`, json: { name: 'Renamed' } }), 200, 403),
  'DELETE /groups/{id}': row('vault:write', o => ({ path: `/groups/${o.group}` }), 204, 403),
  'POST /groups/{id}/assign': row(
    'vault:write',
    o => ({ path: `/groups/${o.group}/assign`, json: { ids: [o.entry] } }),
    200,
    403,
  ),
  'GET /groups/{id}/twofaccounts': row('vault:read', o => ({ path: `/groups/${o.group}/twofaccounts` }), 200, 403),
  'POST /groups/reorder': row(
    'vault:write',
    o => ({ path: '/groups/reorder', json: { orderedIds: [o.group] } }),
    200,
    403,
  ),
  'POST /qrcode/decode': row(
    'vault:write',
    () => ({ path: '/qrcode/decode', options: formOf('qrcode', PNG) }),
    400,
    400,
  ),
  'POST /icons': row('vault:write', () => ({ path: '/icons', options: formOf('icon', PNG) }), 201, 201),
  'POST /icons/default': row('vault:write', () => ({ path: '/icons/default', json: { service: 'GitHub' } }), 201, 201),
  'GET /icons/packs': row('vault:read', () => ({ path: '/icons/packs' }), 200, 200),
  'GET /icons/{filename}': row('vault:read', o => ({ path: `/icons/${o.icon}` }), 200, 403),
  'DELETE /icons/{filename}': row('vault:write', o => ({ path: `/icons/${o.icon}` }), 204, 403),
}

const vaultRows = endpoints.filter(({ path }) => /^\/api\/v1\/(twofaccounts|groups|qrcode|icons)/.test(path))
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path.replace('/api/v1', '')}`

test('VLT-01: the matrix has every endpoint of the vault', () => {
  expect(Object.keys(matrix).sort()).toEqual(vaultRows.map(nameOf).sort())
})

const ALL = ['vault:read', 'vault:write', 'vault:secrets', 'otp:generate', 'admin']

test.describe('VLT-01, VLT-04, PAT-03, PAT-12: nobody, others, administrators and narrow tokens get nothing of the owner’s', () => {
  for (const place of vaultRows) {
    const name = nameOf(place)
    test(name, async ({ api, accounts, store }) => {
      const { scope, ask, owner: expected, others } = matrix[name] as Row
      const { session: owner, program } = await newVault(api, accounts)
      const account = await accounts.create()
      const other = openVault(api, (await accounts.signIn(account)).accessToken)
      const tokenWith = async (scopes: string[]) => {
        const made = await api.post('/oauth/personal-access-tokens', { name: 'x', scopes }, { bearer: owner.token })
        return openVault(api, made.field('accessToken'))
      }
      const objects = await makeObjects(program)
      const { path, json, options } = ask(objects)
      const as = (vault: Vault) => vault.request(place.method, path, json, options)
      const anonymous = { ...(json !== undefined && { json }), ...options }
      expectRefusal(await api.request(place.method, `/api/v1${path}`, anonymous), 'twofauth', 401, 'not_authenticated')
      const expectNothing = async () => {
        const answer = await as(other)
        expect(answer.status, answer.text).toBe(others)
        expect(answer.text).not.toContain('mark-of-the-owner')
      }
      await expectNothing()
      await store.query(`DELETE FROM "VaultGroup" USING "User" u WHERE u.id = "userId" AND u.email = $1`, [
        account.email,
      ])
      await store.query(`UPDATE "User" SET role = 'admin' WHERE email = $1`, [account.email])
      await expectNothing()
      const narrow = await tokenWith(ALL.filter(each => each !== scope))
      expectRefusal(await as(narrow), 'twofauth', 403, 'insufficient_scope')
      const { entry, group, icon } = objects
      const untouched = { account: 'mark-of-the-owner', group_id: group, icon }
      expect((await owner.get(`/twofaccounts/${entry}`)).json).toMatchObject(untouched)
      const answer = await as(await tokenWith([scope]))
      expect(answer.status, answer.text).toBe(expected)
    })
  }
})

async function makeObjects(vault: Vault): Promise<Objects> {
  const icon = (await vault.request('POST', '/icons', undefined, formOf('icon', PNG))).field('filename')
  const group = ((await vault.post('/groups', { name: `g ${icon.slice(0, 20)}` })).json as { id: number }).id
  const { id } = await vault.add({ ...parts, group_id: group, icon })
  return { entry: id, group, icon }
}

test('VLT-05: secrets in lists and codes in lists need their own scopes', async ({ api, accounts }) => {
  const { program } = await newVault(api, accounts, ['vault:read', 'vault:write'])
  const { id } = await program.add()
  for (const wish of ['withSecret', 'withOtp', 'withDetails'])
    for (const path of ['/twofaccounts', `/twofaccounts/${id}`, '/groups/0/twofaccounts'])
      expectRefusal(await program.get(`${path}?${wish}=1`), 'twofauth', 403, 'insufficient_scope')
  const [listed] = (await program.get('/twofaccounts')).json as VaultAccount[]
  expect(listed).not.toHaveProperty('secret')
})

test('PAT-08: nobody can be named as the owner of what is kept', async ({ api, accounts }) => {
  const [one, other] = [await newVault(api, accounts), await newVault(api, accounts)]
  await one.program.add({ user_id: 1, userId: '019a0000-0000-7000-8000-000000000000', id: 1 })
  expect((await one.program.get('/twofaccounts/count')).json).toEqual({ count: 1 })
  expect((await other.program.get('/twofaccounts/count')).json).toEqual({ count: 0 })
})
