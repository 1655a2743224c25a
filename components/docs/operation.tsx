'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { TryIt } from './try-it'

export type Field = { name: string; type: string; required: boolean; description?: string | undefined }
export type ShownParameter = Field & { place: 'path' | 'query'; example: string }

/** An operation as the reference shows it. */
export type Shown = {
  id: string
  method: string
  path: string
  summary: string
  access: string[]
  limit: string | undefined
  parameters: ShownParameter[]
  fields: Field[]
  /** An example of the JSON body. */
  body: string | undefined
  isForm: boolean
  answers: { status: string; description: string; fields: Field[] }[]
  samples: { label: string; source: string }[]
}

/** One operation: a line that opens to what it takes, what it answers, how to call it, and a form to try it. */
export function Operation(props: Shown) {
  const t = useTranslations('docs')
  const [isOpen, setOpen] = useState(false)
  const { id, method, path, summary, access, limit, parameters, fields, answers, samples } = props
  return (
    <details
      id={id}
      onToggle={event => setOpen(event.currentTarget.open)}
      className="min-w-0 rounded-box border border-line bg-surface"
    >
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 rounded-box px-4 py-3 hover:bg-wash">
        <span className={`w-14 font-mono font-semibold text-sm ${COLOURS[method] ?? ''}`}>{method}</span>
        <span className="break-all font-mono text-sm">{path}</span>
        <span className="w-full text-ink-soft text-sm sm:ml-auto sm:w-auto">{summary}</span>
      </summary>
      {isOpen && (
        <div className="grid min-w-0 gap-6 border-line border-t p-4">
          <p className="text-ink-soft text-sm">
            {access.length ? t('access', { access: access.join(', ') }) : t('anybody')}
            {limit && ` ${t('limit', { limit })}`}
          </p>
          <Fields title={t('parameters')} fields={parameters} />
          <Fields title={t('body')} fields={fields} />
          <Samples samples={samples} />
          <section className="grid min-w-0 gap-3">
            <h3 className="font-medium">{t('answers')}</h3>
            {answers.map(({ status, description, fields }) => (
              <div key={status} className="grid min-w-0 gap-2">
                <p className="text-sm">
                  <span className="font-mono">{status}</span> {description}
                </p>
                <Fields fields={fields} />
              </div>
            ))}
          </section>
          <TryIt {...props} />
        </div>
      )}
    </details>
  )
}

const COLOURS: Record<string, string> = {
  GET: 'text-good',
  POST: 'text-warn',
  PUT: 'text-warn',
  PATCH: 'text-warn',
  DELETE: 'text-danger',
}

function Fields({ title, fields }: { title?: string; fields: Field[] }) {
  const t = useTranslations('docs')
  if (!fields.length) return null
  return (
    <section className="grid min-w-0 gap-2">
      {title && <h3 className="font-medium">{title}</h3>}
      <ul className="grid gap-1 text-sm">
        {fields.map(({ name, type, required, description }) => (
          <li key={name} className="flex flex-wrap gap-x-3">
            <span className="break-all font-mono">{name}</span>
            <span className="text-ink-soft">
              {type}
              {required && ` · ${t('required')}`}
              {description && ` · ${description}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Samples({ samples }: { samples: Shown['samples'] }) {
  const t = useTranslations('docs')
  const title = useId()
  const [chosen, choose] = useState(0)
  const sample = samples[chosen] ?? samples[0]
  if (!sample) return null
  return (
    <section className="grid min-w-0 gap-3" aria-labelledby={title}>
      <h3 id={title} className="font-medium">
        {t('examples')}
      </h3>
      <div className="flex flex-wrap items-center gap-2">
        {samples.map(({ label }, index) => (
          <button
            key={label}
            type="button"
            aria-pressed={sample.label === label}
            onClick={() => choose(index)}
            className="min-h-11 rounded-field border border-line px-4 text-sm hover:bg-wash aria-pressed:border-edge aria-pressed:bg-wash aria-pressed:font-medium"
          >
            {label}
          </button>
        ))}
        <CopyButton text={sample.source}>{t('copy')}</CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <pre tabIndex={0} className="overflow-x-auto rounded-field bg-wash p-4 font-mono text-sm">
        {sample.source}
      </pre>
    </section>
  )
}
