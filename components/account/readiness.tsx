import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Link } from '@/components/ui/link'

type Props = { factor: 'totp' | 'email' | undefined; codesLeft: number }

/** On top of the account, in a sentence: what happens if the worst happens today, and what to do about it. */
export function Readiness({ factor, codesLeft }: Props) {
  const t = useTranslations('account.readiness')
  const state = factor ? (codesLeft > 3 ? 'ready' : codesLeft ? 'few' : 'none') : 'off'
  const isGood = state === 'ready'
  const Icon = isGood ? ShieldCheck : ShieldAlert
  return (
    <div className="flex items-start gap-3 rounded-box border border-line bg-surface p-4">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${isGood ? 'text-good' : 'text-warn'}`} />
      <p className="min-w-0">
        {t(state === 'off' ? 'off' : factor === 'email' ? 'email' : 'totp', { left: codesLeft })}{' '}
        {!isGood && (
          <Link
            href={state === 'off' ? '/account/two-factor' : '/account/recovery-codes'}
            className="rounded-field underline underline-offset-4"
          >
            {t(state === 'off' ? 'turnOn' : 'newCodes')}
          </Link>
        )}
      </p>
    </div>
  )
}
