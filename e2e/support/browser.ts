import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Chromium itself reports every refused call of the API as an error, and every call without a network; a refusal is an
 * answer like any other, and it is the tests that take the network away.
 */
const REFUSED_CALL =
  /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/

/** Playwright reaches into every frame; of the frame that shows a mail, and lets nothing run, Chromium reports each try. */
const REACHED_INTO_A_MAIL = /^Blocked script execution in 'about:srcdoc'/

/**
 * Collects what a page complains about: errors on its console, exceptions that nobody caught, violations of its CSP.
 *
 * @returns the complaints so far.
 */
export async function watch(page: Page): Promise<() => string[]> {
  const complaints: string[] = []
  page.on('console', message => {
    const isOfTheTest = REFUSED_CALL.test(message.text()) || REACHED_INTO_A_MAIL.test(message.text())
    if (message.type() === 'error' && !isOfTheTest) complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', error => complaints.push(String(error)))
  await page.exposeFunction('reportViolation', (violation: string) => complaints.push(violation))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const { reportViolation } = window as unknown as { reportViolation(violation: string): void }
      reportViolation(`CSP: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return () => complaints
}

/**
 * What axe finds wrong with a page, a line for each fault; the page is fine when there is none.
 * Colours on their way from one theme to the other, or to a button's new state, are waited for.
 */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter(animation => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(transition => transition.finished))
  })
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help} (${node.target.join(' ')})`))
}
