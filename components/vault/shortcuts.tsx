'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Checkbox } from '@/components/ui/field'

/** What the keys do, and the switch for those that could be pressed by chance. */
export function Shortcuts({
  singleKeys,
  onSingleKeys,
  onClose,
}: {
  singleKeys: boolean
  onSingleKeys: (on: boolean) => void
  onClose: () => void
}) {
  const t = useTranslations('vault.shortcuts')
  const common = useTranslations('common')
  const keys = [
    ['/', t('search')],
    [t('escape'), t('clear')],
    [t('arrowKeys'), t('arrows')],
    [t('enter'), t('copy')],
    [t('menuKeys'), t('menu')],
    [t('orderKeys'), t('order')],
    ['?', t('help')],
  ] as const
  return (
    <Dialog open onOpenChange={onClose} title={t('title')}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-3">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-[5px] border border-line bg-wash px-1.5 py-0.5 font-mono text-sm">{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label={t('single')}
        hint={t('singleHint')}
        checked={singleKeys}
        onChange={event => onSingleKeys(event.target.checked)}
      />
      <DialogActions>
        <Button onClick={onClose}>{common('done')}</Button>
      </DialogActions>
    </Dialog>
  )
}
