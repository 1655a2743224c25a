'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { nameOf } from './entries'
import { GroupsDialog, MoveDialog } from './group-dialogs'
import { Shortcuts } from './shortcuts'
import type { View } from './use-vault-view'

const ExportDialog = dynamic(() => import('./export/export-dialog').then(module => module.ExportDialog))
const AddDialog = dynamic(() => import('./add/add-dialog').then(module => module.AddDialog))

/** The dialogs of the vault, fetched when the first one is asked for. */
export function Dialogs({ view }: { view: View }) {
  const t = useTranslations('vault')
  const { asked, close, loaded, acts } = view
  if (!asked || !loaded) return null
  if (asked.what === 'help')
    return <Shortcuts singleKeys={view.singleKeys} onSingleKeys={view.setSingleKeys} onClose={close} />
  if (asked.what === 'sheet') return null
  if (asked.what === 'export')
    return <ExportDialog entries={asked.entries} onSheet={uris => view.ask({ what: 'sheet', uris })} onClose={close} />
  if (asked.what === 'groups') return <GroupsDialog groups={loaded.groups} acts={acts} onClose={close} />
  if (asked.what === 'move')
    return (
      <MoveDialog
        entries={asked.entries}
        groups={loaded.groups}
        acts={acts}
        onClose={close}
        onMoved={count => {
          view.say(t('moveTo.done', { count }))
          view.endSelecting()
          close()
        }}
      />
    )
  return (
    <AddDialog
      entries={view.entries}
      groups={loaded.groups}
      openGroup={view.listed.groupId}
      createGroup={acts.createGroup}
      onAdded={entry => {
        acts.added(entry)
        view.say(t('adding.saved', { name: nameOf(entry) }))
      }}
      onClose={close}
    />
  )
}
