'use client'

import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { PageTitle } from '@/components/ui/page-title'
import type { Over } from './open-challenge'

/** A challenge that can no longer be met: why, and the way to begin anew. */
export function ChallengeOver({ over, next }: { over: Over; next: string | undefined }) {
  const t = useTranslations('challenge.over')
  return (
    <>
      <PageTitle lead={t(`${over}Text`)}>{t(over)}</PageTitle>
      <ButtonLink href={next ? `/login?next=${encodeURIComponent(next)}` : '/login'} wide>
        {t('again')}
      </ButtonLink>
    </>
  )
}
