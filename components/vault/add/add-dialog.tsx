'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { asRefused, useFailureWords } from '@/components/ui/failure'
import { Notice } from '@/components/ui/notice'
import type { Entry } from '@/lib/core/vault/entry'
import { type Group, nameOf, type VaultEntry } from '../entries'
import { CheckOffer } from './check-offer'
import { duplicateOf, offersOf } from './offers'
import { readPicture } from './read-qr'
import { allowDrop, pictureIn, type Way, Ways } from './ways'

type AddProps = {
  entries: VaultEntry[]
  groups: Group[]
  openGroup: number
  createGroup: (name: string) => Promise<Group>
  onAdded: (entry: VaultEntry) => void
  onClose: () => void
}

/** Brings accounts in: by camera, picture (chosen, dropped or pasted), link, or by hand. */
export function AddDialog(props: AddProps) {
  const { entries, onAdded, onClose } = props
  const t = useTranslations('vault.adding')
  const adding = useAdding()
  const { offers, chosen, way, choose, read, readTexts, startForm, back } = adding
  usePaste(read, readTexts)
  const isChecking = chosen !== undefined
  const added = (entry: VaultEntry) => {
    onAdded(entry)
    if (!adding.done()) onClose()
  }
  const title = isChecking
    ? t(chosen === 'form' ? 'titleForm' : 'titleCheck')
    : t(offers.length ? 'titleChoice' : 'title')
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={title}
      {...(!isChecking && offers.length && { description: t('choice') })}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of several ways to the same. */}
      <div
        className="grid gap-4"
        onDragOver={allowDrop}
        onDrop={event => {
          event.preventDefault()
          const picture = pictureIn(event.dataTransfer)
          if (picture) void read(picture)
        }}
      >
        {isChecking ? (
          <CheckOffer
            {...props}
            key={chosen === 'form' ? 'form' : offers.indexOf(chosen)}
            offer={chosen === 'form' ? undefined : chosen}
            onBack={back}
            onAdded={added}
          />
        ) : offers.length ? (
          <Choice offers={offers} entries={entries} onChoose={choose} onBack={back} />
        ) : (
          <Ways
            first={way}
            onTexts={readTexts}
            onPicture={picture => void read(picture)}
            onForm={startForm}
            isReading={adding.isReading}
            trouble={<Trouble failure={adding.failure} isOther={adding.isOther} />}
          />
        )}
      </div>
    </Dialog>
  )
}

function useAdding() {
  const [offers, setOffers] = useState<Entry[]>([])
  const [chosen, setChosen] = useState<Entry | 'form'>()
  const [way, setWay] = useState<Way>('picture')
  const [isReading, setReading] = useState(false)
  const [failure, setFailure] = useState<Refused>()
  const [isOther, setOther] = useState(false)
  const readTexts = async (texts: string[]): Promise<boolean> => {
    const found = await offersOf(texts)
    setFailure(undefined)
    setOther(found.offers.length === 0)
    setOffers(found.offers)
    if (found.offers.length === 1) setChosen(found.offers[0])
    return found.offers.length > 0
  }
  const read = async (picture: Blob) => {
    setReading(true)
    setChosen(undefined)
    setWay('picture')
    try {
      await readTexts(await readPicture(picture))
    } catch (error) {
      setFailure(asRefused(error))
    }
    setReading(false)
  }
  return {
    ...{ offers, chosen, way, isReading, failure, isOther, read, readTexts },
    choose: setChosen,
    startForm() {
      setWay('form')
      setChosen('form')
    },
    back() {
      if (chosen === undefined || chosen === 'form' || offers.length === 1) setOffers([])
      setChosen(undefined)
    },
    /** One is kept. @returns whether others of the same picture wait. */
    done(): boolean {
      const rest = offers.filter(offer => offer !== chosen)
      setOffers(rest)
      setChosen(undefined)
      return chosen !== 'form' && rest.length > 0
    },
  }
}

function usePaste(read: (picture: Blob) => Promise<void>, readTexts: (texts: string[]) => Promise<boolean>) {
  const now = useRef({ read, readTexts })
  now.current = { read, readTexts }
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const picture = pictureIn(event.clipboardData)
      const text = event.clipboardData?.getData('text/plain') ?? ''
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea')
      if (picture) void now.current.read(picture)
      else if (!isTyping && /^otpauth/i.test(text.trim())) void now.current.readTexts(text.split(/\s+/).filter(Boolean))
      else return
      event.preventDefault()
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
}

function Trouble({ failure, isOther }: { failure: Refused | undefined; isOther: boolean }) {
  const t = useTranslations('vault.adding')
  const say = useFailureWords()
  if (failure) return <Notice kind="danger">{say(failure)}</Notice>
  return isOther ? <Notice kind="danger">{t('other')}</Notice> : null
}

function Choice({
  offers,
  entries,
  onChoose,
  onBack,
}: {
  offers: Entry[]
  entries: VaultEntry[]
  onChoose: (offer: Entry) => void
  onBack: () => void
}) {
  const t = useTranslations('vault.adding')
  const common = useTranslations('common')
  return (
    <>
      <ul className="grid gap-2">
        {offers.map((offer, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may have been found twice.
          <li key={place}>
            <Button kind="secondary" wide className="justify-start" onClick={() => onChoose(offer)}>
              {nameOf(offer)}
              {duplicateOf(offer, entries) && <span className="text-ink-soft text-sm">{t('known')}</span>}
            </Button>
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button kind="secondary" onClick={onBack}>
          {common('back')}
        </Button>
      </DialogActions>
    </>
  )
}
