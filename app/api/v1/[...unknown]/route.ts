import { Failure } from '@/lib/core/failures'
import { endpoint } from '@/lib/dialects/twofauth'
import { route } from '@/lib/http/route'

const nothing = endpoint({ summary: 'Nothing is here', returns: [404] }, () => {
  throw new Failure('unknown_endpoint')
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/(unknown)', {
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
})
