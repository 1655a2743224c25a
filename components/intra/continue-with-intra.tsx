import { GraduationCap } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { VisitButton } from './visit-button'

/** Signing in by 42, above the form that does without. */
export function ContinueWithIntra({ next }: { next: string }) {
  const t = useTranslations('signIn.login')
  return (
    <div className="grid gap-6">
      <VisitButton purpose="login" next={next} kind="secondary" wide>
        <GraduationCap aria-hidden />
        {t('intra')}
      </VisitButton>
      <div className="flex items-center gap-4 text-ink-soft text-sm">
        <span className="h-px grow bg-line" />
        {t('or')}
        <span className="h-px grow bg-line" />
      </div>
    </div>
  )
}
