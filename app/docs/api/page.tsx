import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Wordmark } from '@/components/brand'
import { Operation, type Shown } from '@/components/docs/operation'
import { PageFooter } from '@/components/page-footer'
import { Link } from '@/components/ui/link'
import { PageTitle } from '@/components/ui/page-title'
import { Words } from '@/components/words'
import { pageViewer } from '@/lib/http/page'
import { type ApiDocument, apiDocument, type Operation as Described } from '@/lib/openapi/document'
import { fieldsOf } from '@/lib/openapi/fields'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('docs'))('title') }
}

type Props = { searchParams: Promise<{ document?: string | string[] }> }

/** The reference of the API, one document at a time, written from the OpenAPI document itself. */
export default async function ApiReferencePage({ searchParams }: Props) {
  const [t, api, { document: wanted }, viewer] = await Promise.all([
    getTranslations('docs'),
    apiDocument(),
    searchParams,
    pageViewer(),
  ])
  const titles = [...new Set(api.tags.map(({ name }) => documentOf(name)))]
  const title = titles.find(name => name === wanted) ?? titles[0] ?? ''
  const tags = api.tags.filter(({ name }) => documentOf(name) === title)
  return (
    <Words areas={['docs']}>
      <div className="mx-auto grid min-h-dvh w-full max-w-[960px] grid-rows-[auto_1fr_auto] px-4 md:px-8">
        <header className="flex items-center justify-between gap-4 pt-8">
          <Wordmark />
          <Link
            href={viewer ? '/account' : '/login'}
            className="inline-flex min-h-11 items-center px-2 hover:underline"
          >
            {t(viewer ? 'account' : 'signIn')}
          </Link>
        </header>
        <main id="content" className="grid min-w-0 content-start gap-8 py-8">
          <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
          <p>
            <a href="/api/openapi.json" className="inline-flex min-h-11 items-center underline underline-offset-4">
              {t('download')}
            </a>
          </p>
          <Documents titles={titles} current={title} label={t('documents')} />
          <p className="max-w-prose text-ink-soft">{tags[0]?.description}</p>
          {tags.map(({ name }) => (
            <section key={name} aria-labelledby={idOf(name)} className="grid min-w-0 gap-3">
              <h2 id={idOf(name)} className="font-mono font-semibold">
                {name.slice(title.length + 2)}
              </h2>
              {operationsOf(api, name).map(operation => (
                <Operation key={operation.id} {...operation} />
              ))}
            </section>
          ))}
        </main>
        <PageFooter />
      </div>
    </Words>
  )
}

function Documents({ titles, current, label }: { titles: string[]; current: string; label: string }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-2">
        {titles.map(name => (
          <li key={name}>
            <Link
              href={`/docs/api?document=${encodeURIComponent(name)}`}
              aria-current={name === current ? 'page' : undefined}
              className="inline-flex min-h-11 items-center rounded-field border border-line px-4 text-ink-soft hover:bg-wash hover:text-ink aria-[current=page]:border-edge aria-[current=page]:bg-wash aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const documentOf = (tag: string) => tag.split(':')[0] ?? tag
const idOf = (tag: string) => tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

function operationsOf(api: ApiDocument, tag: string): Shown[] {
  return Object.entries(api.paths).flatMap(([path, place]) =>
    Object.entries(place)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => shown(method.toUpperCase(), path, operation)),
  )
}

function shown(method: string, path: string, operation: Described): Shown {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    access: operation.security.flatMap(Object.entries).map(([name, scopes]) => [name, ...scopes].join(' ')),
    limit: operation['x-rate-limit'],
    parameters: operation.parameters.map(({ name, in: place, required, example, schema, description }) => ({
      name,
      place,
      required,
      example: String(example ?? ''),
      type: [schema.type].flat().join(' | '),
      description,
    })),
    fields: media ? fieldsOf(media.schema) : [],
    body: type === 'application/json' ? JSON.stringify(media?.example, null, 2) : undefined,
    isForm: type === 'multipart/form-data',
    answers: Object.entries(operation.responses).map(([status, { description, content }]) => {
      const schema = Object.values(content ?? {})[0]?.schema
      return { status, description, fields: schema && Number(status) < 300 ? fieldsOf(schema) : [] }
    }),
    samples: operation['x-codeSamples'],
  }
}
