'use client'

import { Camera as CameraIcon, ImageUp, Link2, PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Tabs } from 'radix-ui'
import { type DragEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Link } from '@/components/ui/link'
import { Camera } from './camera'

export const WAYS = ['camera', 'picture', 'link', 'form'] as const
export type Way = (typeof WAYS)[number]

const ICONS = { camera: CameraIcon, picture: ImageUp, link: Link2, form: PencilLine }

type WaysProps = {
  first: Way
  onTexts: (texts: string[]) => Promise<boolean>
  onPicture: (picture: Blob) => void
  onForm: () => void
  isReading: boolean
  trouble: ReactNode
}

/** The ways to bring an account in, each as good as the others. */
export function Ways({ first, onTexts, onPicture, onForm, isReading, trouble }: WaysProps) {
  const t = useTranslations('vault.adding')
  const transfer = useTranslations('transfer.import')
  const [way, setWay] = useState<Way>(first)
  return (
    <Tabs.Root value={way} onValueChange={value => setWay(value as Way)} className="grid gap-4">
      <Tabs.List aria-label={t('ways')} className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {WAYS.map(name => {
          const Icon = ICONS[name]
          return (
            <Tabs.Trigger
              key={name}
              value={name}
              className="flex min-h-11 items-center justify-center gap-2 rounded-field border border-line px-2 text-sm hover:bg-wash data-[state=active]:border-brass data-[state=active]:bg-wash data-[state=active]:font-medium"
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {t(`way.${name}`)}
            </Tabs.Trigger>
          )
        })}
      </Tabs.List>
      {trouble}
      <Tabs.Content value="camera">
        <Camera onRead={texts => void onTexts(texts)} />
      </Tabs.Content>
      <Tabs.Content value="picture">
        <PictureField onPicture={onPicture} isReading={isReading} />
      </Tabs.Content>
      <Tabs.Content value="link">
        <LinkForm onTexts={onTexts} />
      </Tabs.Content>
      <Tabs.Content value="form" className="grid gap-3">
        <p className="text-ink-soft">{t('formHint')}</p>
        <Button kind="secondary" className="justify-self-start" onClick={onForm}>
          {t('formStart')}
        </Button>
      </Tabs.Content>
      <Link
        href="/vault/import"
        className="justify-self-start rounded-field py-1 text-ink-soft text-sm underline underline-offset-4 hover:text-ink"
      >
        {transfer('offer')}
      </Link>
    </Tabs.Root>
  )
}

function PictureField({ onPicture, isReading }: { onPicture: (picture: Blob) => void; isReading: boolean }) {
  const t = useTranslations('vault.adding')
  return (
    <label className="grid min-h-32 cursor-pointer place-content-center justify-items-center gap-2 rounded-field border border-edge border-dashed p-4 text-center hover:bg-wash has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-brass has-[:focus-visible]:outline-offset-2">
      <ImageUp aria-hidden className="size-5 text-ink-soft" />
      <span className="font-medium">{t(isReading ? 'reading' : 'choosePicture')}</span>
      <span className="text-ink-soft text-sm">{t('pictureHint')}</span>
      <input
        type="file"
        accept="image/*"
        aria-label={t('choosePicture')}
        disabled={isReading}
        className="sr-only"
        onChange={({ target }) => {
          const [picture] = target.files ?? []
          if (picture) onPicture(picture)
          target.value = ''
        }}
      />
    </label>
  )
}

function LinkForm({ onTexts }: { onTexts: (texts: string[]) => Promise<boolean> }) {
  const t = useTranslations('vault.adding')
  const [isWrong, setWrong] = useState(false)
  const send = async ({ uri = '' }: Record<string, string>) =>
    setWrong(!(await onTexts(uri.split(/\s+/).filter(Boolean))))
  return (
    <Form
      send={send}
      check={({ uri }) => (uri?.trim() ? [] : [{ field: 'uri', fault: 'missing' }])}
      className="grid gap-4"
    >
      <Field
        name="uri"
        label={t('link')}
        hint={t('linkHint')}
        placeholder="otpauth://totp/…"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong || undefined}
        className="font-mono text-sm"
      />
      <Submit kind="secondary" className="justify-self-start">
        {t('linkSubmit')}
      </Submit>
    </Form>
  )
}

/** A picture among what was dropped or pasted. */
export const pictureIn = (data: DataTransfer | null): File | undefined =>
  [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'))

export const allowDrop = (event: DragEvent) => event.preventDefault()
