'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useMemo, useRef, useState } from 'react'
import { call } from '@/components/api'
import type { Refused } from '@/components/refused'
import { asRefused } from '@/components/ui/failure'
import { doom, useDeletion } from './deletions'
import { nameOf, type VaultEntry } from './entries'
import type { ListHandle } from './entry-list'
import type { MenuAct, OpenMenu } from './entry-menu'
import type { KeyAct } from './keys'
import { arranged, found } from './listing'
import { reordered } from './order'
import { computesCodes, groupingOf, shownGroup, type VaultPreferences } from './preferences'
import type { Arranged } from './toolbar'
import { useCodes } from './use-codes'
import { useKept } from './use-kept'
import { useKeyboard } from './use-keyboard'
import { useVault } from './use-vault'
import type { VaultView } from './vault-context'

export type View = ReturnType<typeof useVaultView>

/** A dialog that is open. */
export type Asked =
  | { what: 'add' | 'help' | 'groups' }
  | { what: 'move' | 'export'; entries: VaultEntry[] }
  /** The links whose QR codes are to be printed. */
  | { what: 'sheet'; uris: string[] }

/** Everything that the vault's page knows and does; its components only draw it. */
export function useVaultView(preferences: VaultPreferences) {
  const t = useTranslations('vault')
  const vault = useVault(computesCodes(preferences))
  const [sentence, say] = useState('')
  const [refused, fail] = useState<Refused>()
  const { deletion, gone } = useDeletion(useCallback((error: unknown) => fail(asRefused(error)), []))
  const [asked, ask] = useState<Asked>()
  const [menu, setMenu] = useState<OpenMenu>()
  const [activeId, setActiveId] = useState<number>()
  const [singleKeys, setSingleKeys] = useKept('singleKeys', true)
  const list = useRef<ListHandle>(null)
  const entries = useMemo(() => {
    const hidden = new Set([...gone, ...(deletion?.entries.map(({ id }) => id) ?? [])])
    return vault.loaded ? vault.loaded.entries.filter(({ id }) => !hidden.has(id)) : NONE
  }, [vault.loaded, gone, deletion])
  const listing = useListing(vault.loaded?.groups ?? NONE, entries, preferences, say)
  const { shown, field, clearSearch, canReorder } = listing
  const selection = useSelection()
  const codes = useCodes({
    preferences,
    acts: vault.acts,
    say,
    fail,
    afterCopy: () => {
      if (preferences.clearSearchOnCopy) clearSearch()
      if (preferences.viewDefaultGroupOnCopy) listing.openGroup(Math.max(0, preferences.defaultGroup))
    },
  })

  const place = (id: number, to: number) => {
    const entry = entries.find(other => other.id === id)
    const ids = shown.map(other => other.id)
    if (!entry || ids[to] === undefined || ids[to] === id) return
    void vault.acts.reorder(
      reordered(
        entries.map(other => other.id),
        ids,
        id,
        to,
      ),
    )
    say(t('moved', { name: nameOf(entry), place: to + 1, count: ids.length }))
  }
  const step = (id: number, by: number) => {
    if (!canReorder) return
    place(id, shown.findIndex(entry => entry.id === id) + by)
    requestAnimationFrame(() => list.current?.focus(id))
  }
  const openMenu = useCallback((entry: VaultEntry, beside: HTMLElement) => {
    const { left, top, width, height } = beside.getBoundingClientRect()
    setMenu({ entry, place: { left, top, width, height } })
  }, [])
  const onKey = (act: KeyAct, event: KeyboardEvent) => {
    const button = document.activeElement?.closest<HTMLElement>('[data-entry]')
    const entry = shown.find(({ id }) => String(id) === button?.dataset.entry)
    if (act === 'clear') {
      if (listing.listed.search) clearSearch()
      else selection.endSelecting()
      return
    }
    if (act === 'type') return field.current?.focus()
    event.preventDefault()
    if (act === 'search') field.current?.focus()
    else if (act === 'help') ask({ what: 'help' })
    else if (entry && button && act === 'menu') openMenu(entry, button)
    else if (entry) step(entry.id, act === 'move-back' ? -1 : 1)
  }
  useKeyboard(singleKeys, onKey)

  const onMenu = (act: MenuAct, entry: VaultEntry) => {
    if (act === 'copy') codes.acts.activate(entry)
    else if (act === 'pin') void vault.acts.pin(entry, !entry.pinned)
    else if (act === 'move') ask({ what: 'move', entries: [entry] })
    else if (act === 'select') selection.beginSelecting(entry)
    else if (act === 'delete') doom([entry])
    else step(entry.id, act === 'up' ? -1 : 1)
  }
  const focused = useCallback((entry: VaultEntry) => setActiveId(entry.id), [])
  const menuFor = menu?.entry.id
  const context = useMemo<VaultView>(
    () => ({
      preferences,
      grouping: groupingOf(preferences),
      codes: codes.acts,
      select: selection.select,
      focused,
      openMenu,
      menuFor,
    }),
    [preferences, codes.acts, selection.select, focused, openMenu, menuFor],
  )
  return {
    ...vault,
    ...listing,
    ...selection,
    failure: vault.failure ?? refused,
    deletion,
    entries,
    codes,
    context,
    sentence,
    say,
    asked,
    ask,
    close: () => ask(undefined),
    menu,
    closeMenu: () => setMenu(undefined),
    afterMenu: ({ id }: VaultEntry) => list.current?.focus(id),
    onMenu,
    place,
    list,
    activeId,
    singleKeys,
    setSingleKeys,
    leaveSearch: () => shown[0] && list.current?.focus(shown[0].id),
  }
}

const NONE: never[] = []

/** Which entries are shown, and in which order. */
function useListing(
  groups: Parameters<typeof found>[1],
  entries: VaultEntry[],
  preferences: VaultPreferences,
  say: (sentence: string) => void,
) {
  const t = useTranslations('vault')
  const [mode, setMode] = useState(preferences.displayMode)
  const [arrangement, arrange] = useKept<Arranged>('sort', {
    sort: 'order',
    descending: preferences.sortOrder === 'desc',
  })
  const [wanted, setWanted] = useState({
    groupId: shownGroup(preferences),
    search: '',
  })
  const field = useRef<HTMLInputElement>(null)
  const groupId = groups.some(({ id }) => id === wanted.groupId) ? wanted.groupId : 0
  const { sort, descending } = arrangement
  const caseSensitive = preferences.sortCaseSensitive
  const all = useMemo(
    () => arranged(entries, { sort, descending, caseSensitive }),
    [entries, sort, descending, caseSensitive],
  )
  const shown = useMemo(() => found(all, groups, groupId, wanted.search), [all, groups, groupId, wanted.search])
  const search = (text: string) => {
    setWanted({ ...wanted, search: text })
    if (text) say(t('found', { count: found(all, groups, groupId, text).length }))
  }
  return {
    shown,
    mode,
    showAs(chosen: 'list' | 'grid') {
      setMode(chosen)
      prefer('displayMode', chosen)
    },
    arrangement,
    arrange,
    canReorder: sort === 'order' && !wanted.search,
    listed: { groupId, search: wanted.search },
    openGroup(id: number) {
      setWanted({ ...wanted, groupId: id })
      if (preferences.rememberActiveGroup) prefer('activeGroup', id)
    },
    search,
    clearSearch: () => setWanted({ ...wanted, search: '' }),
    field,
  }
}

/** Keeps a preference for the next visit; it holds here even when it cannot be kept. */
const prefer = (name: string, value: string | number) =>
  void call('PUT', `/api/v1/user/preferences/${name}`, { body: { value } }).catch(() => undefined)

function useSelection() {
  const [selected, setSelected] = useState<Set<number>>()
  const select = useCallback(
    ({ id }: VaultEntry) =>
      setSelected(before => {
        const after = new Set(before)
        if (!after.delete(id)) after.add(id)
        return after
      }),
    [],
  )
  return {
    selected,
    select,
    beginSelecting: (entry?: VaultEntry) => setSelected(new Set(entry ? [entry.id] : [])),
    endSelecting: () => setSelected(undefined),
    selectAll: (entries: VaultEntry[]) => setSelected(new Set(entries.map(({ id }) => id))),
  }
}
