import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DownloadData } from '@/components/account/download-data'
import { RemoveForm } from '@/components/account/remove-form'
import { PageTitle } from '@/components/ui/page-title'
import { readProfile } from '@/lib/core/accounts'
import { requirePageViewer } from '@/lib/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.remove'))('title') }
}

const WHAT_GOES = ['account', 'factor', 'vault', 'tokens', 'connections', 'history'] as const

export default async function RemovePage() {
  const { email } = await readProfile((await requirePageViewer()).userId)
  const t = await getTranslations('account.remove')
  return (
    <div className="grid max-w-[720px] gap-8">
      <PageTitle lead={t('lead', { email })}>{t('title')}</PageTitle>
      <section className="grid gap-3" aria-labelledby="what-goes">
        <h2 id="what-goes" className="font-semibold">
          {t('goes')}
        </h2>
        <ul className="grid list-disc gap-1 pl-5 marker:text-ink-soft">
          {WHAT_GOES.map(what => (
            <li key={what}>{t(`what.${what}`)}</li>
          ))}
        </ul>
      </section>
      <section className="grid gap-3" aria-labelledby="export-first">
        <h2 id="export-first" className="font-semibold">
          {t('exportFirst')}
        </h2>
        <p className="text-ink-soft">{t('exportText')}</p>
        <DownloadData />
      </section>
      <section className="grid gap-3" aria-labelledby="remove-now">
        <h2 id="remove-now" className="font-semibold">
          {t('now')}
        </h2>
        <RemoveForm />
      </section>
    </div>
  )
}
