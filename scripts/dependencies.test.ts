import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

type Lock = {
  packages: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }
  >
}

const root = path.resolve(import.meta.dirname, '..')
const lock: Lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

const atLeast = (version: string, floor: string) => {
  const [have, need] = [version, floor].map(text => text.split(/[.-]/).slice(0, 3).map(Number))
  for (const [index, part] of (need ?? []).entries()) {
    const mine = have?.[index] ?? 0
    if (mine !== part) return mine > part
  }
  return true
}

describe('CFG-08: no version with a known hole', () => {
  test.each([
    ['next', '16.2.6'],
    ['@auth/core', '0.41.2'],
    ['react', '19.2.6'],
    ['react-dom', '19.2.6'],
    ['nodemailer', '8.0.2'],
  ])('%s is %s or newer, wherever it stands', (name, floor) => {
    const versions = Object.entries(lock.packages)
      .filter(([place]) => place.endsWith(`node_modules/${name}`))
      .map(([, { version = '0' }]) => version)
    expect(versions.length).toBeGreaterThan(0)
    expect(versions.filter(version => !atLeast(version, floor))).toEqual([])
  })
})

test('CFG-09: every package has its checksum, comes from no address of its own, and has one exact version', () => {
  const packages = Object.entries(lock.packages).filter(([place, { link, inBundle }]) => place && !link && !inBundle)
  const unsafe = packages.filter(([, { integrity, resolved }]) => !integrity?.startsWith('sha512-') || resolved)
  expect(unsafe.map(([place]) => place)).toEqual([])
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
})
