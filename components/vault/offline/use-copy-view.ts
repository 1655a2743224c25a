'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Refused } from '@/components/refused'
import { nameOf, type VaultEntry } from '../entries'
import type { ListHandle } from '../entry-list'
import type { MenuAct, OpenMenu } from '../entry-menu'
import type { KeyAct } from '../keys'
import { arranged, found } from '../listing'
import { groupingOf } from '../preferences'
import { useCodes } from '../use-codes'
import { useKept } from '../use-kept'
import { useKeyboard } from '../use-keyboard'
import type { VaultView } from '../vault-context'
import { applied, type Change, editOf } from './changes'
import type { OpenCopy } from './use-copy'

/** What the page of an open copy knows and does; its components only draw it. */
export function useCopyView({ copy, changes, change }: OpenCopy) {
  const t = useTranslations('vault')
  const offline = useTranslations('offline')
  const [sentence, say] = useState('')
  const [refused, fail] = useState<Refused>()
  const [search, setSearch] = useState('')
  const [asked, ask] = useState<VaultEntry | 'new'>()
  const [menu, setMenu] = useState<OpenMenu>()
  const [activeId, setActiveId] = useState<number>()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<ListHandle>(null)
  // Codes are computed here whatever was chosen for the vault: there is nobody to ask. Pictures are with the server.
  const preferences = useMemo(() => ({ ...copy.preferences, getOtpOnRequest: false }), [copy.preferences])
  const entries = useMemo(
    () => arranged(applied(copy.entries.map(withoutPicture), changes), { sort: 'order' }),
    [copy.entries, changes],
  )
  const shown = useMemo(() => found(entries, copy.groups, 0, search), [entries, copy.groups, search])
  const codes = useCodes({ preferences, acts: NO_SERVER, say, fail, afterCopy: () => undefined })

  const openMenu = useCallback((entry: VaultEntry, beside: HTMLElement) => {
    const { left, top, width, height } = beside.getBoundingClientRect()
    setMenu({ entry, place: { left, top, width, height } })
  }, [])
  const focused = useCallback((entry: VaultEntry) => setActiveId(entry.id), [])
  const menuFor = menu?.entry.id
  const context = useMemo<VaultView>(() => {
    const grouping = groupingOf(preferences)
    return { preferences, grouping, codes: codes.acts, select: () => undefined, focused, openMenu, menuFor }
  }, [preferences, codes.acts, focused, openMenu, menuFor])

  const keep = (made: Change | undefined) => {
    if (!made) return
    change(made)
    say(offline('kept', { name: made.name }))
  }
  const onMenu = (act: MenuAct, entry: VaultEntry) => {
    const { id } = entry
    if (act === 'copy') codes.acts.activate(entry)
    else if (act === 'edit') ask(entry)
    else if (act === 'pin') keep(editOf(entry, nameOf(entry), { pinned: !entry.pinned }))
    else if (act === 'delete') keep({ id, what: 'delete', name: nameOf(entry), body: {}, before: {} })
  }
  const onKey = (act: KeyAct, event: KeyboardEvent) => {
    const button = document.activeElement?.closest<HTMLElement>('[data-entry]')
    const entry = shown.find(({ id }) => String(id) === button?.dataset.entry)
    if (act === 'clear') setSearch('')
    else if (act === 'type') field.current?.focus()
    else if (act === 'search' || (act === 'menu' && entry && button)) {
      event.preventDefault()
      if (entry && button && act === 'menu') openMenu(entry, button)
      else field.current?.focus()
    }
  }
  const [singleKeys] = useKept('singleKeys', true)
  useKeyboard(singleKeys, onKey)

  return {
    ...{ sentence, refused, asked, ask, menu, activeId, field, list, shown, codes, context, onMenu, keep },
    search: {
      text: search,
      change(text: string) {
        setSearch(text)
        if (text) say(t('found', { count: found(entries, copy.groups, 0, text).length }))
      },
      leave: () => shown[0] && list.current?.focus(shown[0].id),
    },
    closeMenu: () => setMenu(undefined),
    focus: ({ id }: VaultEntry) => list.current?.focus(id),
  }
}

const withoutPicture = (entry: VaultEntry): VaultEntry => ({ ...entry, icon: null })

/** Uses are not counted here, and codes by counter are the server's to make. */
const NO_SERVER = {
  fetchCode: () => Promise.reject(new Refused(0, 'needs_server')),
  used: () => Promise.resolve(),
}
