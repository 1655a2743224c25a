import type { ReactNode } from 'react'
import { AdminTabs } from '@/components/admin/tabs'
import { Words } from '@/components/words'
import { requirePageAdministrator } from '@/lib/http/page'
import SignedInLayout from '../(signed-in)/layout'

/**
 * Pages for administrators; each asks again who is looking. They stand beside the other pages for signed-in people, and
 * not among them, because what shows while those load would be sent before it is known that there is no such page.
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requirePageAdministrator()
  return (
    <SignedInLayout>
      <Words areas={['account', 'admin']}>
        <div className="grid max-w-[860px] gap-8">
          <AdminTabs />
          {children}
        </div>
      </Words>
    </SignedInLayout>
  )
}
