'use client'

import { FileInput, FileOutput, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { Tabs } from 'radix-ui'
import { Button, ButtonLink } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure'
import { PageTitle } from '@/components/ui/page-title'
import { SelectionBar, UndoBar } from './bars'
import { periodOf } from './codes'
import { PeriodTimer } from './countdown'
import { doom, undo } from './deletions'
import { EntryList } from './entry-list'
import { FirstEntries, type Glimpse } from './first-entries'
import { GroupTabs } from './group-tabs'
import { ClockNotice, NothingListed, VaultSkeleton } from './notices'
import { useKeepsCopy } from './offline/use-keeps-copy'
import type { VaultPreferences } from './preferences'
import { Toolbar } from './toolbar'
import { useServerTime } from './use-clock'
import { useVaultView, type View } from './use-vault-view'
import { VaultContext } from './vault-context'

const EntryMenu = dynamic(() => import('./entry-menu').then(module => module.EntryMenu))
const KeepCopy = dynamic(() => import('./offline/keep-copy').then(module => module.KeepCopy))
const QrSheet = dynamic(() => import('./export/qr-sheet').then(module => module.QrSheet))
const Dialogs = dynamic(() => import('./dialogs').then(module => module.Dialogs))

type VaultProps = {
  preferences: VaultPreferences
  accountId: string
  /** What is shown until the API has told all. */
  first: Glimpse[]
}

/** The vault of the signed-in person: every code at a glance, copied by a click or a key. */
export function Vault({ preferences, accountId, first }: VaultProps) {
  const t = useTranslations('vault')
  const transfer = useTranslations('transfer')
  const view = useVaultView(preferences)
  const { loaded, failure, sentence, deletion, ask, asked } = view
  const ahead = useServerTime()
  const keepsCopy = useKeepsCopy()
  if (asked?.what === 'sheet') return <QrSheet uris={asked.uris} onBack={view.close} />
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageTitle>{t('title')}</PageTitle>
        <div className="flex flex-wrap gap-1 sm:gap-2">
          {(loaded ? view.entries.length : first.length) > 0 && (
            <>
              <ButtonLink
                kind="secondary"
                href="/vault/import"
                title={transfer('import.title')}
                className="max-sm:w-11 max-sm:px-0"
              >
                <FileInput aria-hidden />
                <span className="max-sm:sr-only">{transfer('import.link')}</span>
              </ButtonLink>
              <Button
                kind="secondary"
                title={transfer('export.all')}
                className="max-sm:w-11 max-sm:px-0"
                disabled={!loaded}
                onClick={() => ask({ what: 'export', entries: view.entries })}
              >
                <FileOutput aria-hidden />
                <span className="max-sm:sr-only">{transfer('export.open')}</span>
              </Button>
            </>
          )}
          <Button onClick={() => ask({ what: 'add' })}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        </div>
      </div>
      <ClockNotice ahead={ahead} />
      {keepsCopy && loaded && (
        <KeepCopy {...{ accountId, preferences }} entries={view.entries} groups={loaded.groups} />
      )}
      {failure && (
        <div className="grid gap-3">
          <FailureNotice failure={failure} />
          {!loaded && (
            <Button kind="secondary" className="justify-self-start" onClick={() => void view.load()}>
              {t('retry')}
            </Button>
          )}
        </div>
      )}
      {loaded || (first.length && !failure) ? <Opened view={view} first={first} /> : !failure && <VaultSkeleton />}
      <p role="status" className="sr-only">
        {sentence}
      </p>
      {asked && loaded && <Dialogs view={view} />}
      {deletion && <UndoBar deletion={deletion} onUndo={undo} />}
    </div>
  )
}

function Opened({ view, first }: { view: View; first: Glimpse[] }) {
  const { context, entries, shown, loaded, listed, menu, mode, list } = view
  const groupId = String(listed.groupId)
  const isNew = loaded !== undefined && entries.length === 0
  return (
    <VaultContext value={context}>
      <Tabs.Root value={groupId} onValueChange={value => view.openGroup(Number(value))} className="grid gap-4">
        {!isNew && <Bars view={view} first={first} />}
        <Tabs.Content value={groupId} tabIndex={-1}>
          {!loaded ? (
            <FirstEntries entries={first} mode={mode} preferences={context.preferences} />
          ) : shown.length ? (
            <EntryList
              handle={list}
              entries={shown}
              mode={mode}
              codes={view.codes}
              activeId={view.activeId}
              selected={view.selected}
              onReorder={view.canReorder ? view.place : undefined}
            />
          ) : (
            <NothingListed
              search={listed.search}
              isInGroup={listed.groupId > 0}
              isNew={isNew}
              onAdd={() => view.ask({ what: 'add' })}
              onClear={view.clearSearch}
            />
          )}
        </Tabs.Content>
      </Tabs.Root>
      {menu && loaded && (
        <EntryMenu
          menu={menu}
          canReorder={view.canReorder}
          onClose={view.closeMenu}
          onAct={view.onMenu}
          onClosed={view.afterMenu}
        />
      )}
    </VaultContext>
  )
}

/** Search, groups, time left, selection: in view however far one scrolls. */
function Bars({ view, first }: { view: View; first: Glimpse[] }) {
  const transfer = useTranslations('transfer.export')
  const { loaded, entries, shown, selected, listed } = view
  const chosen = shown.filter(({ id }) => selected?.has(id))
  return (
    <div className="z-20 -mx-1 grid gap-2 bg-paper px-1 pt-3 sm:sticky sm:top-0">
      <Toolbar
        field={view.field}
        search={listed.search}
        onSearch={view.search}
        onLeaveSearch={view.leaveSearch}
        mode={view.mode}
        onMode={view.showAs}
        arrangement={view.arrangement}
        onArrange={view.arrange}
        isSelecting={selected !== undefined}
        onSelecting={() => (selected ? view.endSelecting() : view.beginSelecting())}
        onHelp={() => view.ask({ what: 'help' })}
      />
      <GroupTabs
        groups={loaded?.groups ?? []}
        entries={loaded && entries}
        onEdit={() => view.ask({ what: 'groups' })}
      />
      <Timers entries={loaded ? shown : first} isReady={loaded !== undefined} />
      {selected && (
        <SelectionBar
          count={chosen.length}
          onAll={() => view.selectAll(shown)}
          onMove={() => view.ask({ what: 'move', entries: chosen })}
          onDelete={() => {
            doom(chosen)
            view.endSelecting()
          }}
          onEnd={view.endSelecting}
        >
          <Button
            kind="secondary"
            disabled={chosen.length === 0}
            onClick={() => view.ask({ what: 'export', entries: chosen })}
          >
            <FileOutput aria-hidden />
            {transfer('open')}
          </Button>
        </SelectionBar>
      )}
    </div>
  )
}

/** One countdown for each period among what is listed; more than three would tell nobody anything. */
function Timers({ entries, isReady }: { entries: Glimpse[]; isReady: boolean }) {
  const timed = entries.filter(({ otpType }) => otpType !== 'hotp')
  const periods = [...new Set(timed.map(periodOf))].sort((one, other) => one - other).slice(0, 3)
  if (!periods.length) return null
  return (
    <div className={`flex flex-wrap justify-end gap-4 pb-1 ${isReady ? '' : 'invisible'}`}>
      {periods.map(period => (
        <PeriodTimer key={period} period={period} />
      ))}
    </div>
  )
}
