import { z } from 'zod'
import { readProfile } from '@/lib/core/accounts'
import { endpoint } from '@/lib/dialects/native'
import { route } from '@/lib/http/route'

const Profile = z.object({
  id: z.string(),
  email: z.string(),
  username: z.string().nullable(),
  role: z.enum(['user', 'admin']),
  has_password: z.boolean(),
  created_at: z.iso.datetime(),
})

const whoAmI = endpoint(
  { summary: 'Who am I', who: 'user', limit: '60/minute', returns: [200], answer: Profile },
  async ({ viewer }) => {
    const { id, email, username, role, hasPassword, createdAt } = await readProfile(viewer.userId)
    return { id, email, username, role, has_password: hasPassword, created_at: createdAt }
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/account', { GET: whoAmI })
