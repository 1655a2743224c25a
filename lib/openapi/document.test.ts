import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writeRouteList } from '../../scripts/routes'
import { apiDocument } from './document'

test('every route file is in the document: a route cannot be forgotten', async () => {
  await writeRouteList()
  const { routes } = await import('../generated/routes')
  const files = readdirSync('app/api', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('route.ts'))
  expect(routes).toHaveLength(files.length)
  const { paths } = await apiDocument()
  const places = routes.map(route => (route.GET as { path: string }).path).filter(path => !path.endsWith('(unknown)'))
  expect(Object.keys(paths).sort()).toEqual([...new Set(places)].sort())
})

test('every operation says what it is for, how it is refused, and how to call it', async () => {
  const { paths, components } = await apiDocument()
  for (const operation of Object.values(paths).flatMap(place => Object.values(place))) {
    expect(operation.summary.length, operation.operationId).toBeGreaterThan(5)
    expect(operation.responses.default, operation.operationId).toBeDefined()
    expect(operation['x-codeSamples'].length, operation.operationId).toBeGreaterThanOrEqual(2)
    for (const { source } of operation['x-codeSamples']) expect(source).not.toContain('undefined')
  }
  expect(Object.keys(components.schemas).sort()).toEqual([
    'FortytwoRefusal',
    'HasuraRefusal',
    'NativeRefusal',
    'SimplejwtRefusal',
    'TwofauthRefusal',
  ])
})
