import { hashSync, verify } from '@node-rs/argon2'

const stored = hashSync('correct horse battery', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

export async function POST(request: Request) {
  const { password } = await request.json()
  return Response.json(await verify(stored, password))
}
