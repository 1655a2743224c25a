import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/**
 * The layers of the house, as design.md draws them, read from the imports themselves.
 */

type Source = { file: string; text: string; imports: string[] }

const ROOT = path.resolve(import.meta.dirname, '..')
const FOLDERS = ['app', 'components', 'lib', 'scripts', 'e2e', 'bench']
const sources = FOLDERS.filter(folder => existsSync(path.join(ROOT, folder))).flatMap(readSources)
const product = sources.filter(({ file }) => /^(app|components|lib)\//.test(file) && !isTest(file))

describe('every layer imports only what it may', () => {
  test('lib/core knows no request and no page', () => {
    expect(
      offences(/^lib\/core\//, /^lib\/(core|messages|generated)(\/|$)|^lib\/(db|batches|crypto|mail|env|log)$/),
    ).toEqual([])
    expect(offencesAgainst(/^lib\/core\//, /^(next|react)(\/|-dom|$)/)).toEqual([])
  })

  test('lib/http knows no dialect, and the database only by what its errors mean', () => {
    expect(offences(/^lib\/http\//, /^lib\/(http|core)\/|^lib\/(limits|env|log|mail|db|messages|metrics)$/)).toEqual([])
    const fromDatabase = product
      .filter(({ file }) => file.startsWith('lib/http/'))
      .flatMap(({ text }) =>
        [...text.matchAll(/import \{([^}]*)\} from '[^']*\/db'/g)].map(([, names]) => names?.trim()),
      )
    expect(fromDatabase).toEqual(['isDatabaseUnavailable, isUserGone'])
  })

  test('a dialect knows lib/http, the core, and no other dialect', () => {
    expect(offences(/^lib\/dialects\//, /^lib\/(http|core)\/|^lib\/dialects\/(django|twofauth(-vault)?)$/)).toEqual([])
  })

  test('a route file is policy, one verb, one dialect', () => {
    const may =
      /^lib\/core\/|^lib\/dialects\/|^lib\/http\/(route|fields|cookies)$|^lib\/(boot|intra|metrics)$|^lib\/openapi\/document$/
    expect(offences(/^app\/api\//, may)).toEqual([])
    expect(offencesAgainst(/^app\/api\//, /^(pg|@prisma|@auth)(\/|$)/)).toEqual([])
    const many = routes().filter(({ file, imports }) => {
      const spoken = imports.flatMap(name => /^lib\/dialects\/([a-z]+)/.exec(name)?.[1] ?? [])
      return new Set(spoken).size !== (file === 'app/api/auth/login/route.ts' ? 2 : 1)
    })
    expect(many.map(({ file }) => file)).toEqual([])
  })

  test('pages and components know neither the database nor a dialect', () => {
    const pages = /^(components|app\/(?!api\/))/
    expect(offences(pages, /^components\/|^app\/(?!api\/)|^lib\/(core|http|messages|openapi)(\/|$)/)).toEqual([])
    expect(offencesAgainst(/^components\/(?!vault\/)/, /^lib\/core\//)).toEqual([])
  })

  test('components of the vault share its pure modules, which run in a browser: no Node, no database, no image library', () => {
    expect(
      offences(/^components\/vault\//, /^components\/|^lib\/(core\/vault|messages)\/|^lib\/core\/failures$/),
    ).toEqual([])
    const shared = product
      .filter(({ file }) => file.startsWith('components/vault/'))
      .flatMap(({ imports }) => imports.filter(name => name.startsWith('lib/core/')))
    const may = /^lib\/core\/(vault\/|failures$)|^(@noble|@otplib)\/|^(otplib|saxes)$/
    const offending = closureOf(shared).flatMap(({ file, imports }) =>
      imports.filter(name => !may.test(name)).map(name => `${file} imports ${name}`),
    )
    expect(offending).toEqual([])
  })

  test('end-to-end tests know only their own support', () => {
    const may = /^e2e\/support\//
    expect(offences(/^e2e\//, may, sources)).toEqual([])
  })

  test('the product knows no test and no script', () => {
    expect(offencesAgainst(/^(app|components|lib)\//, /^(scripts|e2e|bench)\/|\.test$|^vitest|^@playwright/)).toEqual(
      [],
    )
  })

  test('the environment is read in one place', () => {
    const may = /^lib\/(env|boot|log|core\/passwords)\.ts$/
    const readers = product.filter(({ file, text }) => /process\.env\b/.test(text) && !may.test(file))
    expect(readers.map(({ file }) => file)).toEqual([])
  })
})

test('no file is longer than 300 lines', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > 301)
  expect(long.map(({ file }) => file)).toEqual([])
})

describe('every route file', () => {
  const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

  test.each(routes().map(({ file }) => file))('%s stands where its path says and answers every verb', async file => {
    const module = await import(path.join(ROOT, file))
    expect(Object.keys(module).sort()).toEqual([...VERBS].sort())
    const folder = path.dirname(file).replace(/^app\/api/, '')
    if (folder.endsWith('...unknown]') || folder.endsWith('...unknown]]')) return
    expect(plain(module.GET.path)).toBe(plain(folder.replaceAll(/\/\(\w+\)/g, '').replaceAll(/\[(\w+)\]/g, '{$1}')))
  })
})

test('every route has its row in the table that the API tests run over', async () => {
  const table = readFileSync(path.join(ROOT, 'e2e/support/endpoints.ts'), 'utf8')
  const listed = new Set([...table.matchAll(/'(\/[^']*)'/g)].map(([, documented]) => plain(documented ?? '')))
  const modules = await Promise.all(routes().map(({ file }) => import(path.join(ROOT, file))))
  const paths = modules.map(({ GET }): string => GET.path).filter(documented => !documented.endsWith('(unknown)'))
  expect(paths.filter(documented => !listed.has(plain(documented)))).toEqual([])
})

const plain = (documented: string) => documented.replace(/^\/api(?=\/)/, '').replace(/\/$/, '')

/** Imports of our own files that a folder makes beyond what it may. */
function offences(folder: RegExp, may: RegExp, among = product): string[] {
  return among
    .filter(({ file }) => folder.test(file))
    .flatMap(({ file, imports }) =>
      imports.filter(name => isOurs(name) && !may.test(name)).map(name => `${file} imports ${name}`),
    )
}

function offencesAgainst(folder: RegExp, mayNot: RegExp): string[] {
  return product
    .filter(({ file }) => folder.test(file))
    .flatMap(({ file, imports }) => imports.filter(name => mayNot.test(name)).map(name => `${file} imports ${name}`))
}

/** These files of ours, and all that they import, one through the other. */
function closureOf(names: string[]): Source[] {
  const reached = new Set(names)
  for (const name of reached)
    for (const next of sources.find(({ file }) => file === `${name}.ts`)?.imports ?? []) reached.add(next)
  return sources.filter(({ file }) => reached.has(file.replace(/\.ts$/, '')))
}

function routes(): Source[] {
  return sources.filter(({ file }) => /^app\/api\/.*route\.ts$/.test(file))
}

function isOurs(name: string): boolean {
  return /^(app|components|lib|scripts|e2e|bench|instrumentation|proxy)(\/|$)/.test(name)
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file)
}

function readSources(folder: string): Source[] {
  const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(name =>
    name.replaceAll('\\', '/'),
  )
  return names
    .filter(name => /\.(tsx?|mjs)$/.test(name) && !/^generated\/|(^|\/)\.next\//.test(name))
    .map(name => {
      const file = `${folder}/${name}`
      const text = readFileSync(path.join(ROOT, file), 'utf8')
      return { file, text, imports: importsOf(file, text) }
    })
}

/** What a file imports: our own files by their path from the root, without extension; packages by their name. */
function importsOf(file: string, text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (fileName.startsWith('@/')) return fileName.slice(2)
    if (fileName.startsWith('#')) return inBrowser(fileName)
    if (!fileName.startsWith('.')) return fileName
    return path.posix.join(path.posix.dirname(file), fileName).replace(/\.(tsx?|mjs|json)$/, '')
  })
}

/** What package.json has a browser take for a name like `#hmac`. */
function inBrowser(name: string): string {
  const { imports } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  return path.posix.normalize(imports[name].browser).replace(/\.ts$/, '')
}
