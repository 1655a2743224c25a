import { deleteKept, readKept } from './store'
import { removeWorker } from './worker'

/** Takes the copy, its offline page and its service worker off this device. */
export async function forgetCopy(): Promise<void> {
  await removeWorker()
  await deleteKept()
}

/** The same, unless changes wait in it that are saved nowhere else. */
export async function forgetSavedCopy(): Promise<void> {
  const changes = await readKept('changes')
  if (!changes?.count) await forgetCopy()
}
