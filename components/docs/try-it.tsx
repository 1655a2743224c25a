'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { type RawAnswer, tryOut } from '@/components/api'
import { Button } from '@/components/ui/button'
import { inputLook } from '@/components/ui/field'
import type { Shown, ShownParameter } from './operation'

/** Sends the request from this page, as whoever is signed in here, and shows what comes back as it is. */
export function TryIt({ method, path, parameters, body, isForm, access }: Shown) {
  const t = useTranslations('docs')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<RawAnswer>()
  if (isForm) return <p className="text-ink-soft text-sm">{t('noForm')}</p>
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    setBusy(true)
    setAnswer(
      await tryOut(method, address(path, parameters, given), given.get('body')?.toString(), access.length > 0).catch(
        () => ({ status: 0, text: '' }),
      ),
    )
    setBusy(false)
  }
  return (
    <form onSubmit={send} className="grid min-w-0 gap-3 border-line border-t pt-4">
      <h3 className="font-medium">{t('try')}</h3>
      <p className="text-ink-soft text-sm">{t('tryHint')}</p>
      {parameters.map(({ name, place, required, example }) => (
        <Labelled key={name} label={name}>
          {id => (
            <input
              id={id}
              name={`${place}.${name}`}
              required={required}
              defaultValue={required ? example : ''}
              className={inputLook}
            />
          )}
        </Labelled>
      ))}
      {body !== undefined && (
        <Labelled label={t('body')}>
          {id => (
            <textarea
              id={id}
              name="body"
              rows={Math.min(14, body.split('\n').length + 1)}
              defaultValue={body}
              spellCheck={false}
              className={`${inputLook} py-2 font-mono text-sm`}
            />
          )}
        </Labelled>
      )}
      <div>
        <Button type="submit" kind="secondary" busy={busy}>
          {t('send')}
        </Button>
      </div>
      <output aria-live="polite" className="grid min-w-0 gap-2">
        {answer && (
          <>
            <span className="font-mono text-sm">{answer.status || t('noAnswer')}</span>
            {answer.text && (
              <code className="max-h-96 overflow-auto whitespace-pre-wrap break-all rounded-field bg-wash p-4 text-sm">
                {answer.text}
              </code>
            )}
          </>
        )}
      </output>
    </form>
  )
}

function Labelled({ label, children }: { label: string; children: (id: string) => React.ReactNode }) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children(id)}
    </div>
  )
}

function address(path: string, parameters: ShownParameter[], given: FormData): string {
  const read = ({ place, name }: ShownParameter) => given.get(`${place}.${name}`)?.toString() ?? ''
  const filled = parameters.reduce(
    (whole, parameter) => whole.replace(`{${parameter.name}}`, encodeURIComponent(read(parameter))),
    path,
  )
  const query = new URLSearchParams(
    parameters
      .filter(({ place }) => place === 'query')
      .flatMap(parameter => (read(parameter) ? [[parameter.name, read(parameter)]] : [])),
  )
  return query.size ? `${filled}?${query}` : filled
}
