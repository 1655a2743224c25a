'use client'

import type { ReactNode } from 'react'
import { Wordmark } from '../brand'
import { PageTitle } from './page-title'
import { RequestId } from './request-id'

type MessagePageProps = {
  title: string
  text: string
  /** The id of the request, for whoever asks for help. */
  requestId: string | undefined
  /** Ways on: buttons or links. */
  children: ReactNode
}

/** What stands in a page's place when there is none, or it broke. */
export function MessagePage({ title, text, requestId, children }: MessagePageProps) {
  return (
    <main id="content" className="mx-auto grid w-full max-w-md gap-6 px-4 py-16">
      <Wordmark />
      <PageTitle lead={text}>{title}</PageTitle>
      {requestId && <RequestId id={requestId} />}
      <div className="flex flex-wrap gap-3">{children}</div>
    </main>
  )
}
