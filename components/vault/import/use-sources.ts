'use client'

import { useRef, useState } from 'react'
import { asRefused } from '@/components/ui/failure'
import { readPicture } from '../add/read-qr'
import {
  type Content,
  contentOf,
  isPicture,
  type Opening,
  type Outcome,
  readContent,
  readTexts,
  type Source,
} from './sources'

/** What was brought in so far: files and pictures in any number and order, texts, and codes from the camera. */
export function useSources() {
  const [sources, setSources] = useState<Source[]>([])
  const next = useRef(1)
  const taken = useRef(new Map<number, string[]>())
  const become = (id: number, outcome: Outcome) =>
    setSources(before => before.map(source => (source.id === id ? { id, name: source.name, ...outcome } : source)))
  const bring = async (name: string, read: (id: number) => Promise<Outcome>) => {
    const id = next.current++
    setSources(before => [...before, { id, name, state: 'reading' }])
    become(id, await read(id).catch((error): Outcome => ({ state: 'refused', code: asRefused(error).code })))
  }
  /** The same code, seen once more, is no news. */
  const fresh = (id: number, texts: string[]) => {
    const known = new Set([...taken.current.values()].flat())
    const news = texts.filter(text => !known.has(text))
    taken.current.set(id, news)
    return news
  }
  const readFresh = (id: number, texts: string[]): Promise<Outcome> | Outcome => {
    const news = fresh(id, texts)
    return news.length ? readTexts(news) : { state: 'refused', code: 'same_again' }
  }
  return {
    sources,
    bringFile: (file: File) =>
      bring(file.name, async id => {
        if (await isPicture(file)) return readFresh(id, await readPicture(file))
        const content = await contentOf(file)
        return content ? readContent(content) : { state: 'refused', code: 'file_too_large' }
      }),
    bringText: (name: string, text: string) => bring(name, () => readContent(text)),
    /** The camera sees the same code again and again. */
    bringSeen(name: string, texts: string[]) {
      const known = new Set([...taken.current.values()].flat())
      if (texts.some(text => !known.has(text))) void bring(name, async id => readFresh(id, texts))
    },
    /** @throws as readContent */
    unlock: async (id: number, content: Content, opening: Opening) => become(id, await readContent(content, opening)),
    remove(id: number) {
      taken.current.delete(id)
      setSources(before => before.filter(source => source.id !== id))
    },
    clear() {
      taken.current.clear()
      setSources([])
    },
  }
}
