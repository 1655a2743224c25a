/** Set by the server hook: the id of this request, already on its answer. */
export const REQUEST_ID_HEADER = 'x-latchkey-request-id'

/** Set by the server hook on a request whose method no route can have, as TRACE. */
export const METHOD_HEADER = 'x-latchkey-method'

/** Set by proxy.ts: the path and query that a page was asked for. */
export const PAGE_PATH_HEADER = 'x-latchkey-path'
