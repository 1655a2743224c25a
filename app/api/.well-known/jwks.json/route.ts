import { z } from 'zod'
import { publicKeys } from '@/lib/core/tokens'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const keys = endpoint(
  {
    summary: 'The public keys that access tokens are signed with (RFC 7517)',
    returns: [200],
    answer: z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }),
  },
  ({ headers }) => {
    headers.set('cache-control', 'public, max-age=300')
    return { keys: publicKeys() }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/.well-known/jwks.json', { GET: keys })
