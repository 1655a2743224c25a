import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from './link'
import { Spinner } from './spinner'

const look = cva(
  'inline-flex min-h-11 select-none items-center justify-center gap-2 rounded-field font-medium transition-colors duration-150 aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-ink text-paper hover:bg-ink/85',
        secondary: 'border border-edge bg-surface text-ink hover:bg-wash',
        danger: 'border border-danger bg-surface text-danger hover:bg-danger/10',
        'danger-confirmed': 'bg-danger text-paper hover:bg-danger/90',
        quiet: 'text-ink hover:bg-wash',
        link: 'text-ink underline underline-offset-4',
      },
      size: { usual: 'px-4', small: 'px-4 text-sm', icon: 'size-11', inline: '' },
      wide: { true: 'w-full', false: '' },
    },
    defaultVariants: { kind: 'primary', size: 'usual', wide: false },
  },
)

type Look = VariantProps<typeof look>

type ButtonProps = ComponentProps<'button'> & Look & { busy?: boolean }

/** A button keeps its width and its name while it works; a busy one does nothing. */
export function Button({ kind, size, wide, busy = false, className, children, onClick, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
      className={look({ kind, size, wide, className })}
    >
      <Working busy={busy}>{children}</Working>
    </button>
  )
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({ kind, size, wide, className, ...props }: ComponentProps<typeof Link> & Look) {
  return <Link {...props} className={look({ kind, size, wide, className })} />
}

function Working({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <span className="grid">
      <span
        className={`col-start-1 row-start-1 inline-flex items-center justify-center gap-2 ${busy ? 'opacity-0' : ''}`}
      >
        {children}
      </span>
      {busy && <Spinner className="col-start-1 row-start-1 place-self-center" />}
    </span>
  )
}
