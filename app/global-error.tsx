'use client'

import './globals.css'
import en from '@/lib/messages/en/common.json'
import fr from '@/lib/messages/fr/common.json'

/** In place of everything, when even the frame of the pages breaks: no words, no theme and no link can be relied on. */
export default function GlobalErrorPage({ reset }: { reset: () => void }) {
  const isFrench = typeof navigator !== 'undefined' && navigator.language.startsWith('fr')
  const words = (isFrench ? fr : en).error
  return (
    <html lang={isFrench ? 'fr' : 'en'}>
      <body>
        <title>{words.title}</title>
        <main className="mx-auto grid w-full max-w-md gap-6 px-4 py-16">
          <h1 className="font-semibold text-title">{words.title}</h1>
          <p className="text-ink-soft">{words.text}</p>
          <div className="flex flex-wrap gap-3">
            <button type="button" onClick={reset} className="min-h-11 rounded-field bg-ink px-4 font-medium text-paper">
              {words.again}
            </button>
            <a href="/" className="inline-flex min-h-11 items-center rounded-field border border-edge px-4 font-medium">
              {words.home}
            </a>
          </div>
        </main>
      </body>
    </html>
  )
}
