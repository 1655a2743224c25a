'use client'

import { useTranslations } from 'next-intl'
import { GroupsDialog, MoveDialog } from './group-dialogs'
import { Shortcuts } from './shortcuts'
import type { View } from './use-vault-view'

/** The dialogs of the vault, fetched when the first one is asked for. */
export function Dialogs({ view }: { view: View }) {
  const t = useTranslations('vault.moveTo')
  const { asked, close, loaded, acts } = view
  if (!asked || !loaded) return null
  if (asked.what === 'help')
    return <Shortcuts singleKeys={view.singleKeys} onSingleKeys={view.setSingleKeys} onClose={close} />
  if (asked.what === 'groups') return <GroupsDialog groups={loaded.groups} acts={acts} onClose={close} />
  if (asked.what === 'move')
    return (
      <MoveDialog
        entries={asked.entries}
        groups={loaded.groups}
        acts={acts}
        onClose={close}
        onMoved={count => {
          view.say(t('done', { count }))
          view.endSelecting()
          close()
        }}
      />
    )
  return null
}
