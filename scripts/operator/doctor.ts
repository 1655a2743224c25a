import { stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { checkReadiness } from '../../lib/boot'
import { sql } from '../../lib/db'
import { env, isLoopback } from '../../lib/env'
import { checkLimits } from '../../lib/limits'
import { verifyMailServer } from '../../lib/mail'

type Finding = { good: boolean; says: string; todo?: string }

/** `doctor`: one line for each thing that was looked at, and what to do where something is wrong. */
export async function examine() {
  const findings: Finding[] = []
  for (const look of [environment, dataFolder, database, clock, limits, mail, mailQueue, proxies, administrators]) {
    const found: Finding | Finding[] = await look().catch(error => ({
      good: false,
      says: String(error?.message ?? error),
    }))
    const list = Array.isArray(found) ? found : [found]
    for (const finding of list) {
      findings.push(finding)
      console.log(
        `${finding.good ? '✓' : '✗'} ${finding.says}${finding.good || !finding.todo ? '' : `\n    → ${finding.todo}`}`,
      )
    }
  }
  const bad = findings.filter(({ good }) => !good).length
  console.log(bad ? `\n${bad} of ${findings.length} need a look.` : `\nAll ${findings.length} are well.`)
  if (bad) process.exitCode = 1
}

async function environment(): Promise<Finding[]> {
  const { appUrl, encryptionKeys } = env()
  const secure = appUrl.protocol === 'https:' || isLoopback(appUrl.hostname)
  return [
    { good: true, says: `The environment is complete; keys: ${encryptionKeys.map(({ kid }) => kid).join(', ')}` },
    {
      good: secure,
      says: `People reach it at ${appUrl.origin}`,
      todo: 'Put a reverse proxy with TLS in front and set APP_URL to its https address: passwords travel in the clear now.',
    },
  ]
}

async function dataFolder(): Promise<Finding[]> {
  const { dataDir } = env()
  const file = path.join(dataDir, 'keys.json')
  const keys = await stat(file).catch(() => undefined)
  const { bavail, bsize } = await statfs(dataDir).catch(() => statfs('.'))
  const freeMegabytes = Math.round((bavail * bsize) / 1_048_576)
  return [
    ...(keys
      ? [{ good: (keys.mode & 0o077) === 0, says: 'Only its owner can read keys.json', todo: `chmod 600 ${file}` }]
      : []),
    {
      good: freeMegabytes > 500,
      says: `${freeMegabytes} MB are free on the disk`,
      todo: 'Make room: a full disk stops all writing.',
    },
  ]
}

async function database(): Promise<Finding[]> {
  const { database, migrations, keys } = (await checkReadiness()).checks
  return [
    {
      good: database === 'ok',
      says: 'The database answers',
      todo: 'Look at DATABASE_URL, and whether the server runs.',
    },
    { good: migrations === 'ok', says: 'It has all migrations', todo: 'npm run db:migrate' },
    {
      good: keys === 'ok',
      says: 'The keys open what is sealed',
      todo: 'Put the key that is missing back into ENCRYPTION_KEYS.',
    },
  ]
}

async function clock(): Promise<Finding> {
  const begun = Date.now()
  const [row] = await sql<{ now: Date }>`SELECT now() AS now`
  const offset = Math.round(((row?.now.getTime() ?? 0) - (begun + Date.now()) / 2) / 1000)
  const says = `The clocks of this machine and of the database are ${Math.abs(offset)} s apart`
  return {
    good: Math.abs(offset) <= 2,
    says,
    todo: 'Let both machines follow the same time server: codes depend on it.',
  }
}

async function limits(): Promise<Finding> {
  const { upstash, redisUrl } = env()
  const [place, variable] = upstash
    ? ['Upstash', 'UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN']
    : redisUrl
      ? ['Redis', 'REDIS_URL']
      : ['PostgreSQL', 'DATABASE_URL']
  return checkLimits().then(
    () => ({ good: true, says: `Rate limits are kept in ${place}` }),
    error => ({
      good: false,
      says: `${place} cannot keep the rate limits: ${error.message || error.code}`,
      todo: `Look at ${variable}, and whether the server runs. Until then each process limits sign-in by itself.`,
    }),
  )
}

async function mail(): Promise<Finding> {
  if (!env().smtpUrl)
    return {
      good: isLoopback(env().appUrl.hostname),
      says: 'Mail is kept in DATA_DIR/outbox',
      todo: 'Set SMTP_URL: nobody gets mail.',
    }
  return verifyMailServer().then(
    () => ({ good: true, says: 'The mail server takes mail' }),
    error => ({ good: false, says: `The mail server refuses: ${error.message}`, todo: 'Look at SMTP_URL.' }),
  )
}

async function mailQueue(): Promise<Finding> {
  const [row] = await sql<{
    n: number
  }>`SELECT count(*)::int AS n FROM "Mail" WHERE "createdAt" < now() - interval '10 minutes'`
  const waiting = row?.n ?? 0
  return {
    good: waiting === 0,
    says: `${waiting} mails wait for longer than ten minutes`,
    todo: 'The log says why: look for "a mail could not be sent".',
  }
}

async function proxies(): Promise<Finding> {
  const { trustedProxies, appUrl } = env()
  const good = isLoopback(appUrl.hostname) || trustedProxies.length > 0 || env().onVercel
  return {
    good,
    says: trustedProxies.length
      ? `${trustedProxies.length} reverse proxies are trusted`
      : 'No reverse proxy is trusted',
    todo: 'Behind a proxy everybody shares its address, and its rate limits: set TRUSTED_PROXIES.',
  }
}

async function administrators(): Promise<Finding> {
  const [row] = await sql<{ users: number; administrators: number }>`
    SELECT count(*)::int AS users, (count(*) FILTER (WHERE role = 'admin' AND "disabledAt" IS NULL))::int AS administrators FROM "User"`
  const { users = 0, administrators = 0 } = row ?? {}
  return {
    good: administrators > 0 || users === 0,
    says: `${users} accounts, ${administrators} administrators`,
    todo: 'npm run latchkey -- promote <e-mail address>',
  }
}
