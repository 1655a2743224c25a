import { rm } from 'node:fs/promises'
import path from 'node:path'
import { INTRA_CLIENT, startIntra } from './intra-process'
import { startMailServer } from './mail-server'
import { startProduct } from './product'
import { enterRun } from './run'

/** Starts a mail server, a stand-in for 42 and the product for the whole run, and ends them when it is over. */
export default async function setup() {
  const mailFolder = path.resolve('.test', `mail-${process.pid}`)
  const mailServer = await startMailServer(mailFolder)
  const intra = await startIntra()
  const product = await startProduct('product', {
    ...INTRA_CLIENT,
    INTRA_API_URL: intra.url,
    // Auth.js' own variable: nothing may come of it.
    AUTH_URL: 'https://elsewhere.example/auth',
    SMTP_URL: mailServer.url,
    TRUSTED_PROXIES: '127.0.0.1 ::1',
    LOG_LEVEL: 'debug',
  })
  const { origin, dataDir, logFile } = product
  enterRun({ origin, dataDir, logFile, mailFolder, intraUrl: intra.url })
  return async () => {
    await product.stop()
    intra.stop()
    await mailServer.stop()
    await rm(mailFolder, { recursive: true, force: true })
  }
}
