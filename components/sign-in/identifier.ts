/** The name that was typed last in this tab, so that the next form does not ask for it again; it never stands in an address. */
export const keepIdentifier = (identifier: string) => sessionStorage.setItem(KEY, identifier)

export const readIdentifier = () => sessionStorage.getItem(KEY) ?? ''

const KEY = 'latchkey-identifier'
