import type { ReactNode } from 'react'
import { FewCodes } from '@/components/factors/few-codes'
import { readFactorStatus } from '@/lib/core/factors'
import { LOW_ON_CODES } from '@/lib/core/recovery-codes'
import { requirePageViewer } from '@/lib/http/page'

/** Above every page of the account: the reminder that recovery codes run out. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { userId } = await requirePageViewer()
  const { kind, recoveryCodesLeft } = await readFactorStatus(userId)
  return (
    <>
      {kind && recoveryCodesLeft <= LOW_ON_CODES && <FewCodes left={recoveryCodesLeft} />}
      {children}
    </>
  )
}
