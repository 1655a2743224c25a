import type { Page } from '@playwright/test'
import type { Session } from './accounts'

/** Signs a browser in with a session that was begun through the API. */
export const enterPages = (page: Page, { refreshToken }: Session) =>
  page.context().addCookies([
    {
      name: 'refresh_token',
      value: refreshToken,
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    },
  ])
