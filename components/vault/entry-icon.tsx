'use client'

import { useEffect, useState } from 'react'
import { fetchFile } from '@/components/api'
import type { VaultEntry } from './entries'

type Named = Pick<VaultEntry, 'icon' | 'service' | 'account'>

/** The picture of an entry, or the first letter of its name on a quiet tile. */
export function EntryIcon({ entry, className = 'size-10' }: { entry: Named; className?: string }) {
  const picture = usePicture(entry.icon)
  const letter = [...(entry.service ?? entry.account).trim()][0]?.toUpperCase() ?? '?'
  return (
    <span
      aria-hidden
      className={`grid shrink-0 place-items-center rounded-field bg-wash font-semibold text-ink-soft ${className}`}
    >
      {picture ? (
        // biome-ignore lint/performance/noImgElement: small files of our own, already in their final size.
        <img src={picture} alt="" className="size-full rounded-field object-contain p-1" />
      ) : (
        letter
      )}
    </span>
  )
}

/** Addresses of the pictures that were fetched in this tab, by name; a name always means the same picture. */
const pictures = new Map<string, Promise<string | undefined>>()

function usePicture(name: string | null): string | undefined {
  const [picture, setPicture] = useState<{ name: string; url: string | undefined }>()
  useEffect(() => {
    if (!name) return
    let isCurrent = true
    void pictureOf(name).then(url => isCurrent && setPicture({ name, url }))
    return () => {
      isCurrent = false
    }
  }, [name])
  return picture?.name === name ? picture.url : undefined
}

/** Icons are for their owner alone, so they are fetched with the owner's token. */
function pictureOf(name: string): Promise<string | undefined> {
  const known = pictures.get(name)
  if (known) return known
  const fetched = fetchFile(`/api/v1/icons/${encodeURIComponent(name)}`).then(URL.createObjectURL, () => undefined)
  pictures.set(name, fetched)
  return fetched
}
