/** What the API refuses, in the terms of every dialect. */
export class Refused extends Error {
  /** When it was, in ms since the epoch by this device's clock. */
  readonly at = Date.now()

  constructor(
    readonly status: number,
    /** A code of `failures` in the messages; `network` when no answer came. */
    readonly code: string,
    readonly details: RefusalDetails = {},
  ) {
    super(code)
  }
}

export type RefusalDetails = {
  /** Seconds until another try makes sense. */
  retryAfter?: number
  requestId?: string
  /** Faults by field. */
  errors?: FieldFault[]
  triesLeft?: number
  clockOffsetSeconds?: number
  methods?: string[]
  /** The challenge that stays good after a wrong code. */
  token?: string
}

export type FieldFault = { field: string; fault: string; limit?: number; expected?: string }

/** What a refusing answer says, in whatever dialect. */
export function refusalOf({ status, headers }: Response, body: unknown): Refused {
  const said = (body ?? {}) as Record<string, unknown>
  return new Refused(status, codeOf(status, said), {
    ...present('retryAfter', Number(headers.get('retry-after')) || undefined),
    ...present('requestId', headers.get('x-request-id') ?? undefined),
    ...present('errors', faultsOf(said.errors)),
    ...present('triesLeft', said.tries_left as number | undefined),
    ...present('clockOffsetSeconds', said.clock_offset_seconds as number | undefined),
    ...present('methods', said.methods as string[] | undefined),
    ...present('token', said.token as string | undefined),
  })
}

/** Whether a refusal speaks of the session, and not of a password or code that was sent along. */
export const isOfSession = ({ code }: Refused) => code === 'not_authenticated' || code === 'invalid_token'

const present = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value }

/** Faults by field; document 003 tells them as sentences for programs, of which the field is of use here. */
function faultsOf(errors: unknown): FieldFault[] | undefined {
  if (Array.isArray(errors)) return errors
  if (typeof errors !== 'object' || errors === null) return undefined
  return Object.keys(errors).map(field => ({ field, fault: 'format' }))
}

/** Documents 000 and 003 have words of their own, or no code at all, for a caller who is not signed in. */
function codeOf(status: number, { code }: Record<string, unknown>): string {
  if (code === 'token_not_valid') return 'invalid_token'
  if (typeof code === 'string') return code
  if (status === 401) return 'not_authenticated'
  return status === 429 ? 'throttled' : status >= 500 ? 'unavailable' : 'invalid_input'
}
