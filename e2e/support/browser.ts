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

/** All that Latchkey promises, or the rules alone whose findings change with the theme. */
const RULES = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const

/**
 * What axe finds wrong with a page, a line for each fault; the page is fine when there is none.
 * Colours on their way from one theme to the other, or to a button's new state, are waited for.
 */
export async function axe(page: Page, rules: keyof typeof RULES = 'all'): Promise<string[]> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter(animation => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(transition => transition.finished))
  })
  const { type, values } = RULES[rules]
  const runOnly = { type, values: [...values] }
  // The newer mode opens a blank page for every call, for frames of other origins; no page here has any.
  const { violations } = await new AxeBuilder({ page }).options({ runOnly }).setLegacyMode().analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help} (${node.target.join(' ')})`))
}
