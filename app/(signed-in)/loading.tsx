import { useTranslations } from 'next-intl'
import { Skeleton } from '@/components/ui/skeleton'

/** A title, a line and a few rows: the shape that most of these pages have. */
export default function Loading() {
  const t = useTranslations('common')
  return (
    <div className="grid max-w-[720px] gap-8">
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      <div className="grid gap-2">
        <Skeleton className="h-9 w-56" />
        <Skeleton className="h-6 w-72 max-w-full" />
      </div>
      {[1, 2, 3].map(row => (
        <Skeleton key={row} className="h-20" />
      ))}
    </div>
  )
}
