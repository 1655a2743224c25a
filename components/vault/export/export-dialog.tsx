'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStepUp } from '@/components/account/step-up'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { FormActions } from '@/components/ui/form-actions'
import { NewPasswordField, passwordFault } from '@/components/ui/new-password-field'
import { Notice } from '@/components/ui/notice'
import { saveFile } from '@/components/ui/save-file'
import type { VaultEntry } from '../entries'

const WAYS = ['locked', 'plain', 'links', 'sheet'] as const
type Way = (typeof WAYS)[number]

/** What the API writes for each way. */
const FORMATS = { locked: 'aegis', plain: '2fauth', links: 'otpauth', sheet: 'otpauth' } as const

/** The fewest characters of a password that may be all that guards the keys. */
const LEAST = 8

type Written = { filename: string; media_type: string; content: string }

type ExportProps = {
  entries: VaultEntry[]
  /** The links of which the QR codes are drawn. */
  onSheet: (uris: string[]) => void
  onClose: () => void
}

/** Takes entries along: in a file with a password, in an open one, as links, or on paper. */
export function ExportDialog({ entries, onSheet, onClose }: ExportProps) {
  const t = useTranslations('transfer.export')
  const common = useTranslations('common')
  const callProven = useStepUp()
  const [way, setWay] = useState<Way>('locked')
  const [isDone, setDone] = useState(false)
  const count = entries.length
  const send = async ({ password }: Record<string, string>) => {
    const body = {
      format: FORMATS[way],
      ids: entries.map(({ id }) => id),
      ...(way === 'locked' && { password }),
    }
    const written = await callProven<Written>('POST', '/api/v1/twofaccounts/export', { body })
    if (way === 'sheet') return onSheet(written.content.split('\n').filter(Boolean))
    saveFile(nameOf(written), written.media_type, written.content)
    setDone(true)
  }
  if (isDone)
    return (
      <Dialog open onOpenChange={onClose} title={t('made')}>
        <Notice kind="good">{t('done', { count })}</Notice>
        {way !== 'locked' && <Notice kind="warn">{t('warning')}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{common('done')}</Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Dialog open onOpenChange={onClose} title={t('title', { count })} description={t('text')}>
      <Form
        send={send}
        check={({ password }) => (way === 'locked' ? passwordFault('password', password, LEAST) : [])}
        className="grid gap-4"
      >
        <WayField chosen={way} onChoose={setWay} />
        {way === 'locked' ? (
          <div className="grid gap-2">
            <p>{t('keep')}</p>
            <NewPasswordField name="password" label={t('password')} least={LEAST} />
          </div>
        ) : (
          <Notice kind="warn">{t('warning')}</Notice>
        )}
        <FormActions onCancel={onClose}>{t('submit')}</FormActions>
      </Form>
    </Dialog>
  )
}

function WayField({ chosen, onChoose }: { chosen: Way; onChoose: (way: Way) => void }) {
  const t = useTranslations('transfer.export')
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium text-sm">{t('how')}</legend>
      {WAYS.map(way => (
        <label
          key={way}
          className="grid cursor-pointer grid-cols-[auto_1fr] items-start gap-x-3 rounded-field border border-line p-3 hover:bg-wash has-[:checked]:border-brass has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-brass has-[:focus-visible]:outline-offset-2"
        >
          <input
            type="radio"
            name="way"
            value={way}
            checked={way === chosen}
            onChange={() => onChoose(way)}
            className="mt-0.5 size-5 accent-ink outline-none"
          />
          <span className="grid">
            <span className="font-medium">{t(`ways.${way}`)}</span>
            <span className="text-ink-soft text-sm">{t(`hints.${way}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const nameOf = ({ filename }: Written) =>
  `latchkey-vault-${new Date().toISOString().slice(0, 10)}${filename.slice(filename.lastIndexOf('.'))}`
