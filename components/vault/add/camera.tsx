'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { readFrame } from './read-qr'

/** Between two looks at the picture. */
const LOOK_MS = 150

/** Looks through the camera until it sees a QR code. Without a camera it says so: the other ways are beside it. */
export function Camera({ onRead }: { onRead: (texts: string[]) => void }) {
  const t = useTranslations('vault.adding')
  const video = useRef<HTMLVideoElement>(null)
  const read = useRef(onRead)
  read.current = onRead
  const [trouble, setTrouble] = useState<'refused' | 'missing' | 'unreadable'>()
  useEffect(() => {
    const run = { over: false, stream: undefined as MediaStream | undefined }
    watch(video.current, run, texts => read.current(texts)).catch(error => {
      if (!run.over) setTrouble(troubleOf(error))
    })
    return () => {
      run.over = true
      for (const track of run.stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  if (trouble) return <Notice kind="warn">{t(`camera.${trouble}`)}</Notice>
  return (
    <div className="grid gap-3">
      <video
        ref={video}
        muted
        playsInline
        aria-label={t('camera.view')}
        className="aspect-video w-full rounded-field bg-black object-cover"
      />
      <p className="text-ink-soft text-sm">{t('camera.hint')}</p>
    </div>
  )
}

type Run = { over: boolean; stream: MediaStream | undefined }

async function watch(video: HTMLVideoElement | null, run: Run, onRead: (texts: string[]) => void) {
  if (!video) return
  const wanted = { facingMode: 'environment', width: { ideal: 1280 } }
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted })
  run.stream = stream
  if (run.over) for (const track of stream.getTracks()) track.stop()
  video.srcObject = stream
  await video.play()
  while (!run.over) {
    const texts = await readFrame(video)
    if (run.over) return
    if (texts.length) onRead(texts)
    await new Promise(resolve => setTimeout(resolve, texts.length ? 1000 : LOOK_MS))
  }
}

function troubleOf(error: unknown) {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' ||
    name === 'NotReadableError' ||
    name === 'TypeError' ||
    name === 'OverconstrainedError'
    ? 'missing'
    : 'unreadable'
}
