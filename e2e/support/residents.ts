import { randomBytes } from 'node:crypto'
import { codeOf } from './authenticator'
import { type Client, createClient } from './http'

export type Resident = { email: string; password: string }

/** People of a product that activates accounts by itself (AUTO_ACTIVATE) and trusts a proxy on loopback. */
export type Residents = {
  /** A client from an address that nobody else has. */
  somebody(): Client
  register(name?: string): Promise<Resident>
  /** A session in the dialect of document 002, and its access token. */
  signIn(resident: Resident): Promise<{ accessToken: string; refreshToken: string }>
  /** Turns on the second factor. @returns its secret in base32, and the recovery codes. */
  enrol(resident: Resident): Promise<{ secret: string; codes: string[] }>
}

/** @param street the middle of the addresses, so that two tests with one limiter do not meet. */
export function openResidents(origin: string, street = randomBytes(1).readUInt8()): Residents {
  let houses = 0
  const somebody = () => {
    houses++
    return createClient(origin, `10.${100 + (houses >> 8)}.${street}.${houses & 255}`)
  }
  const signIn: Residents['signIn'] = async ({ email, password }) => {
    const answer = await somebody().post('/auth/login', { email, password })
    return { accessToken: answer.field('jwt_token'), refreshToken: answer.cookies.refresh_token?.value ?? '' }
  }
  return {
    somebody,
    async register(name = `u${randomBytes(6).toString('hex')}`) {
      const resident = { email: `${name}@example.com`, password: `correct horse ${name}` }
      const { status, text } = await somebody().post('/auth/register', resident)
      if (status !== 204) throw new Error(`register: ${status} ${text}`)
      return resident
    },
    signIn,
    async enrol(resident) {
      const bearer = (await signIn(resident)).accessToken
      const client = somebody()
      const secret = (await client.post('/2fa/manage/', { type: 'SW' }, { bearer })).field('token')
      const { status, json, text } = await client.post('/2fa/validate/activate/', { code: codeOf(secret) }, { bearer })
      if (status !== 200) throw new Error(`enrol: ${status} ${text}`)
      return { secret, codes: (json as { codes: string[] }).codes }
    },
  }
}
