import { expect, test } from 'vitest'
import { Failure } from '../core/failures'
import { landing } from './landing'

const asking = (headers: Record<string, string>) => new Request('http://localhost/callback', { headers })
const fails = async () => {
  throw new Failure('state_mismatch')
}

test.each([{ 'sec-fetch-mode': 'navigate' }, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }])(
  'a navigation is sent on to a clean address: %j',
  async headers => {
    const went = (await landing(asking(headers), '/intra?type=login', async () => undefined)) as Response
    expect([went.status, went.headers.get('location')]).toEqual([303, '/intra?type=login'])
    const failed = (await landing(asking(headers), '/intra?type=login', fails)) as Response
    expect([failed.status, failed.headers.get('location')]).toEqual([303, '/intra?type=login&error=state_mismatch'])
  },
)

test.each([{}, { accept: '*/*' }, { accept: 'application/json', 'sec-fetch-mode': 'cors' }])(
  'any other client gets the plain answer: %j',
  async headers => {
    expect(await landing(asking(headers), '/intra', async () => undefined)).toEqual({})
    await expect(landing(asking(headers), '/intra', fails)).rejects.toThrow('state_mismatch')
  },
)

test('a bug is never dressed up as an outcome', async () => {
  const bug = async () => {
    throw new TypeError('bug')
  }
  await expect(landing(asking({ accept: 'text/html' }), '/intra', bug)).rejects.toThrow(TypeError)
})
