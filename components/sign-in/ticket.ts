import { useEffect, useState } from 'react'

/**
 * The ticket of a mail's link. It stands in the fragment, which no server and no log sees; whoever typed the page's
 * address by hand is asked for it.
 *
 * @returns undefined while the page is not there yet, '' when the link had none.
 */
export function useTicket(): string | undefined {
  const [ticket, setTicket] = useState<string>()
  useEffect(() => {
    const look = () => setTicket(ticketOfLink())
    look()
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  return ticket
}

/** Also for a form that is sent before the page has come to life. */
export const ticketOfLink = () => location.hash.slice(1)

/** A spent ticket has no business in the history. */
export const forgetTicket = () => history.replaceState(history.state, '', location.pathname)

export const isTicket = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
