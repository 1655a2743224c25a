'use client'

import { GraduationCap } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Form, Submit } from '@/components/ui/form'
import { visit } from './visit'

/** Signing in by 42, above the form that does without. As a form of its own it is heard before the page comes to life. */
export function ContinueWithIntra({ next }: { next: string }) {
  const t = useTranslations('signIn.login')
  return (
    <div className="grid gap-6">
      <Form send={() => visit('login', next)} className="contents">
        <Submit kind="secondary" wide>
          <GraduationCap aria-hidden />
          {t('intra')}
        </Submit>
      </Form>
      <div className="flex items-center gap-4 text-ink-soft text-sm">
        <span className="h-px grow bg-line" />
        {t('or')}
        <span className="h-px grow bg-line" />
      </div>
    </div>
  )
}
