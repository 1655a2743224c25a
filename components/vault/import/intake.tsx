'use client'

import { Camera as CameraIcon, ClipboardPaste, FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { inputLook, Labelled } from '@/components/ui/field'
import { Form, Submit } from '@/components/ui/form'
import { Camera } from '../add/camera'
import { allowDrop } from '../add/ways'
import type { ImportView } from './use-import'

/** The ways in: files and pictures, dropped, chosen or pasted; the camera, for codes on a phone's screen; text. */
export function Intake({ view }: { view: ImportView }) {
  const t = useTranslations('transfer.import')
  const [way, setWay] = useState<'camera' | 'text'>()
  const takeFiles = (files: Iterable<File>) => {
    for (const file of files) void view.bringFile(file)
  }
  const takeText = (text: string) => view.bringText(t('pasted'), text)
  usePaste(takeFiles, takeText)
  const toggle = (wanted: 'camera' | 'text') => setWay(way === wanted ? undefined : wanted)
  return (
    <div className="grid gap-3">
      <DropField onFiles={takeFiles} isSmall={view.sources.length > 0} />
      <div className="flex flex-wrap gap-2">
        <Button kind="secondary" aria-expanded={way === 'camera'} onClick={() => toggle('camera')}>
          <CameraIcon aria-hidden />
          {t('camera')}
        </Button>
        <Button kind="secondary" aria-expanded={way === 'text'} onClick={() => toggle('text')}>
          <ClipboardPaste aria-hidden />
          {t('text')}
        </Button>
      </div>
      {way === 'camera' && (
        <div className="max-w-xl">
          <Camera onRead={texts => view.bringSeen(t('seen'), texts)} />
        </div>
      )}
      {way === 'text' && (
        <TextForm
          onText={async text => {
            setWay(undefined)
            await takeText(text)
          }}
        />
      )}
    </div>
  )
}

function DropField({ onFiles, isSmall }: { onFiles: (files: Iterable<File>) => void; isSmall: boolean }) {
  const t = useTranslations('transfer.import')
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFiles(event.dataTransfer.files)
  }
  return (
    <label
      onDragOver={event => {
        allowDrop(event)
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`grid cursor-pointer place-content-center justify-items-center gap-2 rounded-box border border-dashed p-6 text-center hover:bg-wash has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-brass has-[:focus-visible]:outline-offset-2 ${isOver ? 'border-brass bg-wash' : 'border-edge'} ${isSmall ? 'min-h-24' : 'min-h-44'}`}
    >
      <FileUp aria-hidden className="size-5 text-ink-soft" />
      <span className="font-medium">{t(isSmall ? 'chooseMore' : 'choose')}</span>
      <span className="max-w-prose text-balance text-ink-soft text-sm">{t(isSmall ? 'dropMore' : 'drop')}</span>
      <input
        type="file"
        multiple
        aria-label={t(isSmall ? 'chooseMore' : 'choose')}
        className="sr-only"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          target.value = ''
        }}
      />
    </label>
  )
}

function TextForm({ onText }: { onText: (text: string) => Promise<void> }) {
  const t = useTranslations('transfer.import')
  return (
    <Form
      send={({ text = '' }) => onText(text)}
      check={({ text }) => (text?.trim() ? [] : [{ field: 'text', fault: 'missing' }])}
      className="grid gap-3"
    >
      <Labelled name="text" label={t('textLabel')} hint={t('textHint')}>
        {described => (
          <textarea
            {...described}
            name="text"
            rows={4}
            autoComplete="off"
            spellCheck={false}
            className={`${inputLook} py-2 font-mono text-sm`}
          />
        )}
      </Labelled>
      <Submit kind="secondary" className="justify-self-start">
        {t('textSubmit')}
      </Submit>
    </Form>
  )
}

/** What is pasted anywhere but into a field. */
function usePaste(takeFiles: (files: Iterable<File>) => void, takeText: (text: string) => Promise<void>) {
  const now = useRef({ takeFiles, takeText })
  now.current = { takeFiles, takeText }
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (
        event.target instanceof HTMLElement &&
        event.target.matches('input:not([type=file], [type=checkbox]), textarea')
      )
        return
      const files = [...(event.clipboardData?.files ?? [])]
      const text = event.clipboardData?.getData('text/plain').trim()
      if (files.length) now.current.takeFiles(files)
      else if (text) void now.current.takeText(text)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
}
