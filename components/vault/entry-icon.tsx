import type { VaultEntry } from './entries'

/** The picture of an entry, or the first letter of its name on a quiet tile. */
export function EntryIcon({
  entry,
  className = 'size-10',
}: {
  entry: Pick<VaultEntry, 'icon' | 'service' | 'account'>
  className?: string
}) {
  const letter = [...(entry.service ?? entry.account).trim()][0]?.toUpperCase() ?? '?'
  return (
    <span
      aria-hidden
      className={`grid shrink-0 place-items-center overflow-hidden rounded-field bg-wash font-semibold text-ink-soft ${className}`}
    >
      {entry.icon ? (
        // biome-ignore lint/performance/noImgElement: small files of our own, already in their final size.
        <img
          src={iconUrl(entry.icon)}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-contain p-1"
        />
      ) : (
        letter
      )}
    </span>
  )
}

export const iconUrl = (name: string) => `/storage/icons/${encodeURIComponent(name)}`
