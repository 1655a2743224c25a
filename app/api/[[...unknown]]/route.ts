import { Failure } from '@/lib/core/failures'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const nothing = endpoint({ summary: 'Nothing is here', returns: [404] }, () => {
  throw new Failure('not_found')
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('(unknown)', {
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
})
