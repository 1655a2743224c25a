import { consume } from '../../../../lib/limits'

/** The empty route behind a rate limit, of another client each time. */
export async function POST(request: Request) {
  await consume(`/limited ${request.headers.get('x-forwarded-for')}`, '6/minute')
  await request.json()
  return Response.json([])
}
