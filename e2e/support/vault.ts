import type { Accounts } from './accounts'
import type { Answer, Client, Options } from './http'

/** An account of the vault as document 003 has it. */
export type VaultAccount = {
  id: number
  group_id: number | null
  service: string | null
  account: string
  icon: string | null
  otp_type: string
  secret?: string
  digits: number
  algorithm: string
  period: number | null
  counter: number | null
  otp?: { password: string; generated_at: number; next_password: string }
}

/** Somebody's vault, reached with one token. */
export type Vault = {
  token: string
  request(method: string, path: string, json?: unknown, options?: Options): Promise<Answer>
  get(path: string): Promise<Answer>
  post(path: string, json?: unknown): Promise<Answer>
  /** Keeps an account. */
  add(parts?: object): Promise<VaultAccount>
}

export const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** A vault that is reached with this token, below `/api/v1`. */
export function openVault(api: Client, token: string): Vault {
  const request: Vault['request'] = (method, path, json, options) =>
    api.request(method, `/api/v1${path}`, { bearer: token, ...(json !== undefined && { json }), ...options })
  return {
    token,
    request,
    get: path => request('GET', path),
    post: (path, json) => request('POST', path, json),
    async add(parts = {}) {
      const body = { otp_type: 'totp', account: 'marvin', secret: SECRET, ...parts }
      const answer = await request('POST', '/twofaccounts', body)
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
      return answer.json as VaultAccount
    },
  }
}

/** A new person's vault, by the access token of their session and by a personal access token with these scopes. */
export async function newVault(api: Client, accounts: Accounts, scopes: string[] = []) {
  const { accessToken } = await accounts.signIn(await accounts.create())
  const made = await api.post('/oauth/personal-access-tokens', { name: 'a program', scopes }, { bearer: accessToken })
  return { session: openVault(api, accessToken), program: openVault(api, made.field('accessToken')) }
}
