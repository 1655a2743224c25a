import { z } from 'zod'
import { administrator, createUser } from '@/lib/core/administration'
import { listVaultUsers, readOwnVaultUser } from '@/lib/core/vault-users'
import { endpoint } from '@/lib/dialects/twofauth'
import { ManagedUser, managedUser } from '@/lib/dialects/twofauth-users'
import { Email, NewPassword } from '@/lib/http/fields'
import { route } from '@/lib/http/route'

const NewUser = z
  .object({
    name: z.string().trim().min(1).max(255),
    email: Email,
    password: NewPassword.refine(text => text.length >= 8, 'The password field must be at least 8 characters.'),
    password_confirmation: z.string(),
    is_admin: z.boolean().default(false),
  })
  .refine(({ password, password_confirmation }) => password === password_confirmation, {
    path: ['password'],
    error: 'The password field confirmation does not match.',
    params: { own: true },
  })

const list = endpoint(
  { summary: 'All users', scope: 'admin', returns: [200], answer: z.array(ManagedUser) },
  async () => (await listVaultUsers()).map(managedUser),
)

const store = endpoint(
  {
    summary: 'Make an account for somebody, who is told by mail',
    scope: 'admin',
    body: NewUser,
    returns: [201, 422],
    answer: ManagedUser,
  },
  async ({ input: { is_admin, ...input }, viewer, client }) => {
    const role = is_admin ? 'admin' : 'user'
    return managedUser(await readOwnVaultUser(await createUser({ ...input, role }, administrator(viewer, client))))
  },
)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/v1/users', { GET: list, POST: store })
