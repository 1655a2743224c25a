import type { Lock, Sealed } from './sealing'

/** All that this device keeps of a vault, for one account; nothing of it can be read without the passphrase. */
export type Kept = {
  lock: Lock
  copy: { sealed: Sealed; at: number }
  /** Made without network. */
  changes: { sealed: Sealed; count: number }
  /** Wrong passphrases in a row, and until when (Unix time in ms) no other is taken. */
  tries: { count: number; until: number }
}

const NAME = 'latchkey-offline'
const STORE = 'kept'

/** @returns undefined where nothing is kept; asking leaves no trace. */
export async function readKept<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | undefined> {
  const database = await open('only if there')
  if (!database) return undefined
  try {
    return await result(database.transaction(STORE).objectStore(STORE).get(key))
  } finally {
    database.close()
  }
}

/** Keeps all of these or none; what is undefined is removed. */
export async function writeKept(values: { [Key in keyof Kept]?: Kept[Key] | undefined }): Promise<void> {
  const database = await open('make it')
  if (!database) return
  try {
    const transaction = database.transaction(STORE, 'readwrite')
    const store = transaction.objectStore(STORE)
    for (const [key, value] of Object.entries(values)) value ? store.put(value, key) : store.delete(key)
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

export async function deleteKept(): Promise<void> {
  await result(indexedDB.deleteDatabase(NAME))
}

async function open(how: 'make it' | 'only if there'): Promise<IDBDatabase | undefined> {
  if (typeof indexedDB === 'undefined') return undefined
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => {
    if (how === 'make it') request.result.createObjectStore(STORE)
    else request.transaction?.abort()
  }
  return result(request).catch(error => {
    if (how === 'make it') throw error
    return undefined
  })
}

const result = <Value>(request: IDBRequest<Value>) =>
  new Promise<Value>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
