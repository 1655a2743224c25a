/** The final shape of what is coming; shown only when it takes longer than a blink. */
export function Skeleton({ className = '' }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={`animate-[appear_1ms_300ms_both] rounded-field bg-wash motion-safe:animate-[appear_1ms_300ms_both,pulse_2s_300ms_infinite] ${className}`}
    />
  )
}
