'use client'

import { Lock, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { FailureNotice } from '@/components/ui/failure'
import { PageTitle } from '@/components/ui/page-title'
import { EntryList } from '../entry-list'
import { EntryMenu } from '../entry-menu'
import { ClockNotice } from '../notices'
import { SearchField } from '../toolbar'
import { useServerTime } from '../use-clock'
import { VaultContext } from '../vault-context'
import { Banner } from './banner'
import type { Opened } from './copy'
import { EntryDialog } from './entry-dialog'
import { useCopy } from './use-copy'
import { useCopyView } from './use-copy-view'
import { useIdleLock } from './use-idle-lock'
import { WaitingList } from './waiting-list'

/** The open copy: its codes, and changes that wait for the network. */
export function OpenedCopy({ opened, onLock }: { opened: Opened; onLock: () => void }) {
  const t = useTranslations('offline')
  const vault = useTranslations('vault')
  const open = useCopy(opened)
  const view = useCopyView(open)
  const ahead = useServerTime()
  useIdleLock(open.copy.preferences.kickUserAfter, onLock)
  const { menu, shown, codes, asked, search } = view
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageTitle>{t('title')}</PageTitle>
        <span className="flex flex-wrap gap-2">
          <Button kind="secondary" onClick={onLock}>
            <Lock aria-hidden />
            {t('lock')}
          </Button>
          <Button onClick={() => view.ask('new')}>
            <Plus aria-hidden />
            {vault('add')}
          </Button>
        </span>
      </div>
      <Banner open={open} />
      <ClockNotice ahead={ahead} />
      <WaitingList open={open} />
      {view.refused && <FailureNotice failure={view.refused} />}
      <VaultContext value={view.context}>
        <SearchField field={view.field} search={search.text} onSearch={search.change} onLeaveSearch={search.leave} />
        {shown.length ? (
          <EntryList
            handle={view.list}
            entries={shown}
            mode={open.copy.preferences.displayMode}
            codes={codes}
            activeId={view.activeId}
            selected={undefined}
          />
        ) : (
          <Empty>{search.text ? vault('noHits', { search: search.text }) : t('empty')}</Empty>
        )}
      </VaultContext>
      {menu && <EntryMenu isOffline menu={menu} onClose={view.closeMenu} onAct={view.onMenu} onClosed={view.focus} />}
      {asked && (
        <EntryDialog
          entry={asked === 'new' ? undefined : asked}
          groups={open.copy.groups}
          onChange={view.keep}
          onClose={() => view.ask(undefined)}
        />
      )}
      <p role="status" className="sr-only">
        {view.sentence}
      </p>
    </div>
  )
}
