import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { generateSecrets } from '../secrets'

// Each test file has a database and a data folder of its own. Both are settled before the file loads what it tests.

const name = `unit_${randomBytes(6).toString('hex')}`
const template = new URL(inject('templateUrl'))
const dataDir = path.resolve('.test', name)

await asAdministrator(`CREATE DATABASE ${name} TEMPLATE latchkey`)

Object.assign(process.env, generateSecrets(), {
  DATABASE_URL: Object.assign(new URL(template), { pathname: `/${name}` }).href,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  TRUSTED_PROXIES: '127.0.0.1',
})

afterAll(async () => {
  const { pool } = await import('../../lib/db')
  await pool().end()
  await asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`)
  await rm(dataDir, { recursive: true, force: true })
})

async function asAdministrator(statement: string) {
  const client = new pg.Client(Object.assign(new URL(template), { pathname: '/postgres' }).href)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
