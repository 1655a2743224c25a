import type { ReactNode } from 'react'

/** Where nothing is yet: what belongs here, and the one button to start. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-4 rounded-box border border-line border-dashed px-6 py-12 text-center">
      <div className="max-w-prose text-ink-soft">{children}</div>
      {action}
    </div>
  )
}
