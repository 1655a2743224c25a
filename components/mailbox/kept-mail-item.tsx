import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Time } from '@/components/ui/time'

type Kept = {
  id: string
  to: string
  subject: string
  html: string
  at: string
  button: { label: string; href: string } | undefined
}

/** One mail. Its own HTML stays in a frame that may do nothing; its button stands beside it as one of ours. */
export function KeptMailItem({ mail: { id, to, subject, html, at, button } }: { mail: Kept }) {
  const t = useTranslations('mailbox')
  return (
    <li>
      <article
        aria-labelledby={id}
        className="grid gap-3 rounded-box border border-line bg-surface p-4 sm:grid-cols-[1fr_auto] sm:items-center"
      >
        <div className="grid min-w-0 gap-1">
          <h2 id={id} className="font-semibold">
            {subject}
          </h2>
          <p className="break-all text-ink-soft text-sm">
            {t('to', { to })} · <Time at={at} />
          </p>
        </div>
        {button && <ButtonLink href={button.href}>{button.label}</ButtonLink>}
        <details className="sm:col-span-2">
          <summary className="flex min-h-9 items-center rounded-field text-ink-soft text-sm underline underline-offset-4">
            {t('read')}
          </summary>
          <iframe
            sandbox=""
            srcDoc={html}
            title={subject}
            loading="lazy"
            className="mt-2 h-[30rem] w-full rounded-field border border-line"
          />
        </details>
      </article>
    </li>
  )
}
