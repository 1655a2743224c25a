import type { ReactNode } from 'react'
import { AdminTabs } from '@/components/admin/tabs'
import { Words } from '@/components/words'
import { requirePageAdministrator } from '@/lib/http/page'

/** Pages for administrators; each asks again who is looking. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requirePageAdministrator()
  return (
    <Words areas={['account', 'admin']}>
      <div className="grid max-w-[860px] gap-8">
        <AdminTabs />
        {children}
      </div>
    </Words>
  )
}
