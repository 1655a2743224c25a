import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TokenList } from '@/components/tokens/token-list'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { listPersonalTokens, SCOPES } from '@/lib/core/personal-tokens'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tokens'))('title') }
}

export default async function TokensPage() {
  const { userId, role } = await requirePageViewer()
  const t = await getTranslations('tokens')
  const tokens = (await listPersonalTokens(userId)).map(({ userId: _, warnedAt: __, ...token }) => token)
  const scopes = SCOPES.filter(scope => scope !== 'admin' || role === 'admin')
  return (
    <Words areas={['account', 'tokens']}>
      <div className="grid max-w-[720px] gap-8">
        <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
        <TokenList tokens={tokens} scopes={scopes} />
      </div>
    </Words>
  )
}
