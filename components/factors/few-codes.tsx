'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** Reminds of new recovery codes, on the pages that do not speak of them anyway. */
export function FewCodes({ left }: { left: number }) {
  const t = useTranslations('account.fewCodes')
  if (SPEAK_OF_THEM.test(usePathname())) return null
  return (
    <div className="mb-8 max-w-[720px]">
      <Notice
        kind="warn"
        action={
          <ButtonLink href="/account/recovery-codes" kind="secondary">
            {t('renew')}
          </ButtonLink>
        }
      >
        {t('text', { left })}
      </Notice>
    </div>
  )
}

const SPEAK_OF_THEM = /^\/account(\/recovery-codes|\/two-factor\/.+)?$/
