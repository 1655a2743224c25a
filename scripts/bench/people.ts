const PASSWORD = 'correct horse battery'

/** Sign-ins and registrations made so far: each comes from an address of its own. */
let houses = 0

/** Accounts for a bench, and what signs each of them in. */
export async function registerPeople(product: string, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, (_, index) => ({
    email: `bench${index}@example.com`,
    password: PASSWORD,
  }))
  for (const person of people) await post(`${product}/auth/register`, person)
  return people.map(person => JSON.stringify(person))
}

/** @param body one of {@link registerPeople} */
export async function signIn(product: string, body: string) {
  const response = await post(`${product}/auth/login`, JSON.parse(body))
  const cookie = /refresh_token=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
  return { cookie, token: ((await response.json()) as { jwt_token: string }).jwt_token }
}

function post(url: string, body: object) {
  houses++
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.200.${houses >> 8}.${houses & 255}` }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}
