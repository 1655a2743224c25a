import { rm } from 'node:fs/promises'
import path from 'node:path'
import { startMailServer } from './mail-server'
import { startProduct } from './product'
import { enterRun } from './run'

/** Starts a mail server and the product for the whole run, and ends both when it is over. */
export default async function setup() {
  const mailFolder = path.resolve('.test', `mail-${process.pid}`)
  const mailServer = await startMailServer(mailFolder)
  const product = await startProduct('product', {
    SMTP_URL: mailServer.url,
    TRUSTED_PROXIES: '127.0.0.1 ::1',
    LOG_LEVEL: 'debug',
  })
  const { origin, dataDir, logFile } = product
  enterRun({ origin, dataDir, logFile, mailFolder })
  return async () => {
    await product.stop()
    await mailServer.stop()
    await rm(mailFolder, { recursive: true, force: true })
  }
}
