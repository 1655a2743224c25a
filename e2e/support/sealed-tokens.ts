import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { decode, encode } from 'next-auth/jwt'

type Purpose = 'state_token' | 'api_token' | 'intra_newcomer'

/** Time for the sealed cookies of the product under test: they are opened with its key, and sealed as they will be later. */
export type Tokens = {
  /** How long a token lives, in seconds. */
  lifeOf(purpose: Purpose, token: string): Promise<number>
  /** The token as it would be had it been made so many seconds ago. */
  age(purpose: Purpose, token: string, seconds: number): Promise<string>
}

export function openTokens(dataDir: string): Tokens {
  const read = async (salt: Purpose, token: string) => {
    const { AUTH_SECRET: secret } = JSON.parse(await readFile(path.join(dataDir, 'keys.json'), 'utf8'))
    const claims = await decode({ token, secret, salt })
    if (!claims?.exp || !claims.iat) throw new Error('not a sealed token')
    return { secret, claims, life: claims.exp - claims.iat }
  }
  return {
    lifeOf: async (purpose, token) => (await read(purpose, token)).life,
    async age(salt, token, seconds) {
      const { secret, claims, life } = await read(salt, token)
      return encode({ token: claims, secret, salt, maxAge: life - seconds })
    },
  }
}
