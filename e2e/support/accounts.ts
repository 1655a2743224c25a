import { randomBytes } from 'node:crypto'
import type { Client } from './http'
import type { Mailbox } from './mailbox'

export type Account = { email: string; username: string; password: string }

export type Session = { accessToken: string; refreshToken: string }

/** People with accounts, made and signed in through the API, each call from an address of its own. */
export type Accounts = {
  /** A name and a password that nobody has yet. */
  invent(): Account
  /** Registered, not activated. */
  register(wishes?: Partial<Account>): Promise<Account>
  /** Registered and activated. */
  create(wishes?: Partial<Account>): Promise<Account>
  /** A session with its refresh token in a cookie. */
  signIn(account: Account): Promise<Session>
  /** A session with its refresh token in the body. */
  obtainTokens(account: Account): Promise<{ access: string; refresh: string }>
}

export function openAccounts(elsewhere: () => Client, mailbox: Mailbox): Accounts {
  const invent = (): Account => {
    const username = `u${randomBytes(6).toString('hex')}`
    return { username, email: `${username}@example.com`, password: `correct horse ${randomBytes(6).toString('hex')}` }
  }
  const register = async (wishes: Partial<Account> = {}) => {
    const account = { ...invent(), ...wishes }
    const answer = await elsewhere().post('/auth/register', account)
    if (answer.status !== 204) throw new Error(`register: ${answer.status} ${answer.text}`)
    return account
  }
  return {
    invent,
    register,
    async create(wishes) {
      const account = await register(wishes)
      const { ticket } = await mailbox.next(account.email, /Activate/)
      const answer = await elsewhere().post('/auth/account/activate', { ticket })
      if (answer.status !== 204) throw new Error(`activate: ${answer.status} ${answer.text}`)
      return account
    },
    async signIn({ email, password }) {
      const answer = await elsewhere().post('/auth/login', { email, password })
      const refreshToken = answer.cookies.refresh_token?.value ?? ''
      return { accessToken: answer.field('jwt_token'), refreshToken }
    },
    async obtainTokens({ email, password }) {
      const answer = await elsewhere().post('/api/token/', { email, password })
      return { access: answer.field('access'), refresh: answer.field('refresh') }
    },
  }
}
