import { type ReactNode, useId } from 'react'

/** A plain part of a settings page: what it is at the left, what can be done at the right; stacked on phones. */
export function Section({
  id: anchor,
  title,
  description,
  children,
}: {
  /** Where a link to it leads. */
  id?: string
  title: string
  description?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className="grid grid-cols-1 gap-4 border-line border-t py-8 first:border-t-0 md:grid-cols-[14rem_1fr] md:gap-8"
    >
      <div className="grid content-start gap-1">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {description && <div className="text-ink-soft text-sm">{description}</div>}
      </div>
      <div className="grid min-w-0 content-start gap-4">{children}</div>
    </section>
  )
}
