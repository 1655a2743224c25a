'use client'

import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import type { ComponentProps } from 'react'

/** A link within the site. What it leads to is fetched when a pointer or the keyboard comes to it, not on sight. */
export function Link({ href, ...props }: ComponentProps<typeof NextLink>) {
  const router = useRouter()
  const prepare = () => typeof href === 'string' && router.prefetch(href)
  return <NextLink {...props} href={href} prefetch={false} onPointerEnter={prepare} onFocus={prepare} />
}
