'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { FailureNotice } from '@/components/ui/failure'
import { Checkbox, Field } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import { type Setting, type SettingValue, useSettings } from './use-settings'

/** What says something about the product, and is not for anybody to set. */
const FIXED = new Set([
  'useEncryption',
  'checkForUpdate',
  'lastRadarScan',
  'latestRelease',
  'enableSso',
  'useSsoOnly',
  'allowPatWhileSsoOnly',
  'storeIconsInDatabase',
  'enableSharing',
  'enableAllUsersSharingScope',
])

/** The settings that Latchkey itself knows; every other one is somebody's own. */
const NATIVE = new Set([
  ...FIXED,
  'disableRegistration',
  'keepSsoRegistrationEnabled',
  'restrictRegistration',
  'restrictList',
  'restrictRule',
  'fetchRemoteIcons',
  'lockedPreferences',
])

/** The instance's settings, native and custom. */
export function Settings() {
  const t = useTranslations('admin.settings')
  const { settings, failure, load, save, add, remove } = useSettings()
  const [doomed, setDoomed] = useState<string>()
  const [isSaved, setSaved] = useState(false)
  if (failure) return <FailureNotice failure={failure} />
  if (!settings) return <Skeleton className="h-80" />
  const own = settings.filter(({ key }) => !NATIVE.has(key))
  const change = async (act: Promise<unknown>) => {
    setSaved(false)
    await act
    await load()
    setSaved(true)
  }
  return (
    <div>
      {isSaved && <Notice kind="good">{t('saved')}</Notice>}
      <Section title={t('native')} description={t('nativeHint')}>
        {settings
          .filter(({ key }) => NATIVE.has(key))
          .map(setting => (
            <Row
              key={`${setting.key} ${setting.value}`}
              setting={setting}
              save={(key, value) => change(save(key, value))}
            />
          ))}
      </Section>
      <Section title={t('custom')} description={t('customHint')}>
        {!own.length && <p className="text-ink-soft">{t('none')}</p>}
        {own.map(setting => (
          <div key={`${setting.key} ${setting.value}`} className="grid grid-cols-[1fr_auto] items-end gap-3">
            <Row setting={setting} save={(key, value) => change(save(key, value))} />
            <Button
              kind="danger"
              size="icon"
              aria-label={t('remove', { key: setting.key })}
              onClick={() => setDoomed(setting.key)}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        <Add onAdd={setting => change(add(setting))} />
      </Section>
      {doomed && (
        <Dialog
          open
          onOpenChange={() => setDoomed(undefined)}
          title={t('ask', { key: doomed })}
          description={t('askText')}
        >
          <Form
            send={async () => {
              await change(remove(doomed))
              setDoomed(undefined)
            }}
          >
            <DialogActions>
              <Button kind="secondary" onClick={() => setDoomed(undefined)}>
                {t('keep')}
              </Button>
              <Submit kind="danger-confirmed">{t('confirm')}</Submit>
            </DialogActions>
          </Form>
        </Dialog>
      )}
    </div>
  )
}

type RowProps = { setting: Setting; save: (key: string, value: SettingValue) => Promise<void> }

function Row({ setting: { key, value }, save }: RowProps) {
  const t = useTranslations('admin.settings')
  if (FIXED.has(key))
    return (
      <p>
        <code className="font-mono text-sm">{key}</code>: {String(value)}.{' '}
        <span className="text-ink-soft text-sm">{t('fixed')}</span>
      </p>
    )
  if (typeof value === 'boolean')
    return (
      <Checkbox
        label={<Name of={key} />}
        hint={isNamed(key) && <code className="font-mono">{key}</code>}
        checked={value}
        onChange={event => void save(key, event.target.checked)}
      />
    )
  return (
    <Form
      send={({ value: typed = '' }) => save(key, typeof value === 'number' && Number(typed) ? Number(typed) : typed)}
      className="grid gap-3"
    >
      <Field
        name="value"
        label={<Name of={key} />}
        hint={isNamed(key) && <code className="font-mono">{key}</code>}
        defaultValue={String(value)}
        autoComplete="off"
      />
      <Submit kind="secondary" size="small" className="justify-self-start" aria-label={t('save', { key })}>
        {t('save', { key: '' })}
      </Submit>
    </Form>
  )
}

/** What a setting is about, in words where Latchkey itself heeds it. */
function Name({ of: key }: { of: string }) {
  const t = useTranslations('admin.settings.names')
  return isNamed(key) ? t(key as never) : <code className="font-mono text-sm">{key}</code>
}

const isNamed = (key: string) => NATIVE.has(key) && !FIXED.has(key)

function Add({ onAdd }: { onAdd: (setting: Setting) => Promise<void> }) {
  const t = useTranslations('admin.settings')
  return (
    <Form
      send={({ key = '', value = '' }) => onAdd({ key: key.trim(), value })}
      check={({ key = '', value = '' }) => [
        ...(/^[A-Za-z]{1,128}$/.test(key.trim()) ? [] : [{ field: 'key', fault: key.trim() ? 'format' : 'missing' }]),
        ...(value ? [] : [{ field: 'value', fault: 'missing' }]),
      ]}
      className="grid gap-3 border-line border-t pt-4 sm:grid-cols-[1fr_1fr_auto] sm:items-start"
    >
      <Field
        name="key"
        label={t('key')}
        hint={t('keyHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Field name="value" label={t('value')} autoComplete="off" />
      <Submit kind="secondary" className="sm:mt-[1.625rem]">
        {t('add')}
      </Submit>
    </Form>
  )
}
