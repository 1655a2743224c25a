'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { locales } from '@/lib/messages/locales'

type PageFooterProps = {
  /** Learns of a choice, beside this browser. */
  onChoose?: (preference: 'lang' | 'theme', value: string) => void
}

/** At the foot of every page, in one place: language, theme, help. */
export function PageFooter({ onChoose }: PageFooterProps) {
  const t = useTranslations('common')
  const locale = useLocale()
  const router = useRouter()
  const theme = useTheme()
  return (
    <footer className="flex flex-wrap items-center gap-x-4 gap-y-2 py-6 text-ink-soft text-sm">
      <Picker
        label={t('language')}
        value={locale}
        options={locales.map(value => [value, LANGUAGES[value]])}
        onChange={value => {
          remember('language', value)
          onChoose?.('lang', value)
          router.refresh()
        }}
      />
      <Picker
        label={t('theme.label')}
        value={theme.value}
        options={THEMES.map(value => [value, t(`theme.${value}`)])}
        onChange={value => {
          theme.choose(value as Theme)
          onChoose?.('theme', value)
        }}
      />
      <a
        href="/docs/api"
        className="ml-auto inline-flex min-h-9 items-center rounded-field underline-offset-4 hover:underline"
      >
        {t('help')}
      </a>
    </footer>
  )
}

/** Keeps a choice that the server needs for the first paint, for a year. */
export function remember(name: 'language' | 'theme' | 'timezone', value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet.
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`
}

/** Changes the theme at once. */
export function showTheme(theme: string) {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}

const LANGUAGES = { en: 'English', fr: 'Français' } as const
const THEMES = ['system', 'light', 'dark'] as const

type Theme = (typeof THEMES)[number]

function useTheme() {
  const [value, setValue] = useState<Theme>('system')
  useEffect(() => {
    setValue((document.documentElement.dataset.theme as Theme | undefined) ?? 'system')
  }, [])
  const choose = (theme: Theme) => {
    setValue(theme)
    remember('theme', theme)
    showTheme(theme)
  }
  return { value, choose }
}

function Picker({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: [value: string, name: string][]
  onChange: (value: string) => void
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      className="min-h-9 rounded-field bg-transparent pr-1 hover:text-ink"
    >
      {options.map(([option, name]) => (
        <option key={option} value={option} className="bg-surface text-ink">
          {name}
        </option>
      ))}
    </select>
  )
}
