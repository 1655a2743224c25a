import { z } from 'zod'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'
import { apiDocumentText } from '@/lib/openapi/document'

const read = endpoint(
  {
    summary: 'This whole API as an OpenAPI 3.1 document',
    limit: '60/minute',
    returns: [200],
    answer: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
  },
  async () => new Response(await apiDocumentText(), { headers: { 'content-type': 'application/json' } }),
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/openapi.json', { GET: read })
