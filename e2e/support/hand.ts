import type { Page } from '@playwright/test'

type Handed = { text: string } | { name: string; type: string; content: Buffer }

/** Pastes or drops something onto an element, as the browser would hand it to the page. */
export function hand(page: Page, how: 'paste' | 'drop', selector: string, what: Handed): Promise<void> {
  const carried = 'text' in what ? what : { ...what, content: what.content.toString('base64') }
  return page.evaluate(
    ([kind, onto, item]) => {
      const data = new DataTransfer()
      if ('text' in item) data.setData('text/plain', item.text)
      else {
        const bytes = Uint8Array.from(atob(item.content), letter => letter.charCodeAt(0))
        data.items.add(new File([bytes], item.name, { type: item.type }))
      }
      const init = { bubbles: true, cancelable: true }
      const event =
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data })
      ;(document.querySelector(onto) ?? document.body).dispatchEvent(event)
    },
    [how, selector, carried] as const,
  )
}
