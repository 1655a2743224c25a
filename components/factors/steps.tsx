import { useTranslations } from 'next-intl'

/** Where in a set-up of a few steps one stands. */
export function Steps({ names, current }: { names: string[]; current: number }) {
  const t = useTranslations('factors.setUp')
  return (
    <ol aria-label={t('steps')} className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {names.map((name, index) => (
        <li
          key={name}
          aria-current={index === current ? 'step' : undefined}
          className={`flex items-center gap-2 ${index === current ? 'font-medium' : 'text-ink-soft'}`}
        >
          <span
            aria-hidden
            className={`grid size-6 place-items-center rounded-full border text-xs tabular-nums ${index === current ? 'border-ink bg-ink text-paper' : 'border-edge'}`}
          >
            {index + 1}
          </span>
          {name}
        </li>
      ))}
    </ol>
  )
}
