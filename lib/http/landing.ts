import { Failure } from '../core/failures'

/**
 * Answers whoever comes back from elsewhere. A browser that navigates is sent to the page that goes on, at a clean
 * address of ours that says how it went; any other client gets the plain answer.
 *
 * @param page the path of the page and what it needs to know.
 */
export async function landing(request: Request, page: string, work: () => Promise<void>): Promise<Response | object> {
  try {
    await work()
    return isNavigation(request) ? seeOther(page) : {}
  } catch (error) {
    if (!(error instanceof Failure) || !isNavigation(request)) throw error
    return seeOther(`${page}&error=${error.code}`)
  }
}

/** Whether the answer will be shown to a person. */
const isNavigation = ({ headers }: Request) =>
  headers.get('sec-fetch-mode') === 'navigate' || /\btext\/html\b/i.test(headers.get('accept') ?? '')

/** A relative address: whatever the request claimed about the host has no power. */
const seeOther = (location: string) => new Response(null, { status: 303, headers: { location } })
