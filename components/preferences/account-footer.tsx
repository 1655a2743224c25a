'use client'

import { call } from '@/components/api'
import { PageFooter } from '@/components/page-footer'

/** The foot of the pages for signed-in people: what they choose there is kept with their account, too. */
export function AccountFooter() {
  return (
    <PageFooter
      onChoose={(preference, value) => {
        // Where an administrator has fixed it, the choice lasts until the next page.
        void call('PUT', `/api/v1/user/preferences/${preference}`, { body: { value } }).catch(() => undefined)
      }}
    />
  )
}
