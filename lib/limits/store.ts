/**
 * Where sliding logs are kept: for each key, when those requests of the last window were made that were allowed. A
 * request is allowed while fewer than `quota` of them are younger than the window, so that no span of this length ever
 * holds more than `quota`, wherever it begins. Refused requests leave no trace. A clock that is set back prolongs nothing
 * beyond one window.
 */
export type Store = {
  /** Decides on one request, atomically among all who share the store. @throws when the store cannot be asked. */
  take(key: string, quota: number, windowMs: number): Promise<Taken>
  /** Gives up connections that may hang; the next decision opens new ones. */
  abandon?(): void
}

export type Taken = {
  allowed: boolean
  remaining: number
  /** Until the oldest request that counts leaves the window: when a refused one will be allowed. */
  waitMs: number
}
