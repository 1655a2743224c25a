/** What the sentence of an event may name, each with a value for when the event does not hold it. */
export type EventValues = {
  name: string
  login: string
  by: string
  role: string
  kind: string
  /** How the person signed in: `password`, `intra`. */
  method: string
  /** What was proven beside it. */
  factor: string
  count: number
  left: number
}

/** Reads what an event holds, which was written by any version of Latchkey. */
export function eventValues(data: Record<string, unknown>): EventValues {
  const text = (key: string) => (typeof data[key] === 'string' ? data[key] : '')
  const number = (key: string, otherwise: number) => (typeof data[key] === 'number' ? data[key] : otherwise)
  const [method = '', factor = ''] = text('method').split('+')
  return {
    name: text('name'),
    login: text('login'),
    by: text('by'),
    role: text('role'),
    kind: text('kind'),
    method,
    factor,
    count: number('count', 1),
    left: number('left', -1),
  }
}
