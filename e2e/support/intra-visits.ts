import { randomInt } from 'node:crypto'
import type { Answer, Client, Options } from './http'
import type { Fault } from './intra-faults'

/** How one visit to the stand-in for 42 shall go. */
export type Wishes = {
  /** Laid over the profile that `/v2/me` gives. */
  profile?: Record<string, unknown>
  /** A member of the profile to leave out. */
  omit?: string
  /** An error to come back with, in place of a code. */
  deny?: string
  token_fault?: Fault
  me_fault?: Fault
  /** Under which the stand-in counts the calls of this visit. */
  room?: string
}

/** Somebody at 42. */
export type Student = { id: number; login: string; email: string }

/** What the stand-in has counted in a room. */
export type Calls = {
  token: number
  me: number
  elsewhere: number
  verifiers: string[]
  accessTokens: string[]
}

export type Begun = { url: URL; stateToken: string; answer: Answer }

/** Visits to 42, step by step, in the role of a browser. */
export type Visits = {
  /** Somebody whom 42 knows and Latchkey does not. */
  invent(): Student
  begin(api: Client, type: 'login' | 'link', options?: Options): Promise<Begun>
  /** What 42 sends the browser back to: a path of Latchkey with its query. */
  authorize(url: URL, wishes?: Wishes): Promise<string>
  comeBack(api: Client, path: string, stateToken: string, headers?: Record<string, string>): Promise<Answer>
  /** All three steps. @returns the exchange token. */
  bring(api: Client, type: 'login' | 'link', who: Student, options?: Options): Promise<string>
  calls(room: string): Promise<Calls>
}

export function openVisits(intraUrl: string): Visits {
  const begin: Visits['begin'] = async (api, type, options) => {
    const answer = await api.get(`/oauth2/intra/url/?type=${type}`, options)
    if (answer.status !== 200) throw new Error(`url: ${answer.status} ${answer.text}`)
    return { url: new URL(answer.field('url')), stateToken: answer.cookies.state_token?.value ?? '', answer }
  }
  const authorize: Visits['authorize'] = async (url, { profile, ...wishes } = {}) => {
    const asked = new URL(url)
    asked.searchParams.set('persona', 'marvin')
    if (profile) asked.searchParams.set('profile', JSON.stringify(profile))
    for (const [name, value] of Object.entries(wishes)) asked.searchParams.set(name, value)
    const answer = await fetch(asked, { redirect: 'manual' })
    const location = new URL(answer.headers.get('location') ?? '')
    return `${location.pathname}${location.search}`
  }
  const comeBack: Visits['comeBack'] = (api, path, stateToken, headers = {}) =>
    api.get(path, { cookies: { state_token: stateToken }, headers })
  return {
    invent() {
      const id = randomInt(1, 2 ** 47)
      return { id, login: `s${id.toString(36)}`, email: `s${id.toString(36)}@student.42.example` }
    },
    begin,
    authorize,
    comeBack,
    async bring(api, type, who, options) {
      const { url, stateToken } = await begin(api, type, options)
      const answer = await comeBack(api, await authorize(url, { profile: who }), stateToken)
      if (answer.status !== 200) throw new Error(`callback: ${answer.status} ${answer.text}`)
      return answer.cookies.api_token?.value ?? ''
    },
    calls: async room => (await fetch(`${intraUrl}/control?room=${encodeURIComponent(room)}`)).json(),
  }
}
