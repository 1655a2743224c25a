import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const KINDS = {
  info: { icon: Info, color: 'text-ink-soft', role: 'status' },
  good: { icon: CircleCheck, color: 'text-good', role: 'status' },
  warn: { icon: TriangleAlert, color: 'text-warn', role: 'status' },
  danger: { icon: CircleAlert, color: 'text-danger', role: 'alert' },
} as const

/** What happened and what to do, in place: it stays until it is no longer true. */
export function Notice({
  kind = 'info',
  children,
  action,
}: {
  kind?: keyof typeof KINDS
  children: ReactNode
  action?: ReactNode
}) {
  const { icon: Icon, color, role } = KINDS[kind]
  return (
    <div role={role} className="flex items-start gap-3 rounded-box border border-line bg-surface p-3 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <div className="grid min-w-0 grow gap-2">
        <div className="min-w-0 break-words">{children}</div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  )
}
