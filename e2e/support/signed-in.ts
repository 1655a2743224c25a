import type { BrowserContext } from '@playwright/test'
import type { Session } from './accounts'
import { currentRun } from './run'

/** Lets a browser be signed in with a session that was begun over the API. */
export const carrySession = (context: BrowserContext, { refreshToken }: Session) =>
  context.addCookies([
    { name: 'refresh_token', value: refreshToken, url: currentRun().origin, httpOnly: true, sameSite: 'Lax' },
  ])
