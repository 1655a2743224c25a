'use client'

import { ArrowDown, ArrowUp, Copy, FolderInput, ListChecks, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import type { VaultEntry } from './entries'

export type MenuAct = 'copy' | 'edit' | 'pin' | 'move' | 'up' | 'down' | 'select' | 'delete'

export type OpenMenu = { entry: VaultEntry; place: { left: number; top: number; width: number; height: number } }

/** What can be done with an entry: one menu for the whole vault, opened beside the entry that asked for it. */
export function EntryMenu({
  menu,
  canReorder = false,
  isOffline = false,
  onClose,
  onAct,
  onClosed,
}: {
  menu: OpenMenu
  canReorder?: boolean
  /** There is no page of the entry, and nothing that needs the whole vault. */
  isOffline?: boolean
  onClose: () => void
  onAct: (act: MenuAct, entry: VaultEntry) => void
  /** Where the keyboard goes when the menu has gone, unless what was chosen took it. */
  onClosed: (entry: VaultEntry) => void
}) {
  const t = useTranslations('vault.menu')
  const { entry, place } = menu
  const item = (act: MenuAct, icon: ReactNode, name: string, danger = false) => (
    <DropdownMenu.Item onSelect={() => onAct(act, entry)} className={`${itemLook} ${danger ? 'text-danger' : ''}`}>
      {icon}
      {name}
    </DropdownMenu.Item>
  )
  return (
    <DropdownMenu.Root open onOpenChange={open => !open && onClose()} modal={false}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed" style={place} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById('content')}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t('label')}
          aria-labelledby={undefined}
          onCloseAutoFocus={event => {
            event.preventDefault()
            onClosed(entry)
          }}
          className="z-50 min-w-56 rounded-box border border-line bg-surface p-1 shadow-lifted"
        >
          {item('copy', <Copy aria-hidden />, t('copy'))}
          {isOffline ? (
            item('edit', <Pencil aria-hidden />, t('edit'))
          ) : (
            <DropdownMenu.Item asChild className={itemLook}>
              <Link href={`/vault/${entry.id}`}>
                <Pencil aria-hidden />
                {t('edit')}
              </Link>
            </DropdownMenu.Item>
          )}
          {item('pin', entry.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />, t(entry.pinned ? 'unpin' : 'pin'))}
          {!isOffline && item('move', <FolderInput aria-hidden />, t('move'))}
          {canReorder && item('up', <ArrowUp aria-hidden />, t('up'))}
          {canReorder && item('down', <ArrowDown aria-hidden />, t('down'))}
          {!isOffline && item('select', <ListChecks aria-hidden />, t('select'))}
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          {item('delete', <Trash2 aria-hidden />, t('delete'), true)}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const itemLook =
  'flex min-h-11 cursor-pointer select-none items-center gap-3 rounded-field px-3 outline-none data-[highlighted]:bg-wash [&_svg]:size-4 [&_svg]:shrink-0'
