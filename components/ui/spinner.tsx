/** Something is going on; whoever shows it says what. */
export function Spinner({ className = '' }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={`size-4 animate-spin rounded-full border-2 border-current border-r-transparent ${className}`}
    />
  )
}
