import { z } from 'zod'
import { endpoint } from '@/lib/dialects/hasura'
import { route } from '@/lib/http/route'

const health = endpoint(
  { summary: 'Whether the process lives; touches nothing', returns: [200], answer: z.literal('OK') },
  () => new Response('OK', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/healthz', { GET: health })
