import { createTranslator } from 'use-intl/core'
import type { Transaction } from '../db'
import { env } from '../env'
import { type Mail, queueMail } from '../mail'
import { catalogue, type Messages } from '../messages'
import { nameDevice } from '../messages/devices'
import { isLocale, type Locale } from '../messages/locales'
import type { Client } from './activity'

/** The mails that an account's owner can get; their words stand in lib/messages under `mail`. */
type LetterName = Exclude<keyof Messages['mail'], 'greeting' | 'where' | 'code' | 'footer'>

export type Letter = {
  name: LetterName
  /** Who caused it; nobody did what happens by itself. */
  client?: Client
  /** Where the button leads, as a path on this instance. */
  path?: string
  /** What the button's page asks for; also given as text, for those whose link does not work. */
  ticket?: string
  values?: Record<string, string | number | Date>
}

/** Every mail, by what it says. A link carries its ticket in the fragment, which no server and no log ever sees. */
export const letters = {
  activation: (client: Client, ticket: string): Letter => ({ name: 'activation', client, path: '/activate', ticket }),
  alreadyRegistered: (client: Client): Letter => ({ name: 'alreadyRegistered', client, path: '/login' }),
  finishRegistration: (client: Client, ticket: string): Letter => ({
    name: 'finishRegistration',
    client,
    path: '/reset',
    ticket,
  }),
  reset: (client: Client, ticket: string): Letter => ({ name: 'reset', client, path: '/reset', ticket }),
  invitation: (client: Client, ticket: string): Letter => ({ name: 'invitation', client, path: '/reset', ticket }),
  passwordChanged: (client: Client): Letter => ({ name: 'passwordChanged', client, path: '/account' }),
  emailChangeConfirm: (client: Client, ticket: string): Letter => ({
    name: 'emailChangeConfirm',
    client,
    path: '/confirm-email',
    ticket,
  }),
  emailChangeNotice: (client: Client, newEmail: string): Letter => ({
    name: 'emailChangeNotice',
    client,
    path: '/account',
    values: { newEmail },
  }),
  emailChanged: (client: Client, newEmail: string): Letter => ({
    name: 'emailChanged',
    client,
    path: '/account',
    values: { newEmail },
  }),
  accountRemoved: (client: Client): Letter => ({ name: 'accountRemoved', client }),
  accountDisabled: (client: Client): Letter => ({ name: 'accountDisabled', client }),
  accountEnabled: (client: Client): Letter => ({ name: 'accountEnabled', client, path: '/login' }),
  roleChanged: (client: Client, role: string): Letter => ({
    name: 'roleChanged',
    client,
    path: '/account',
    values: { role },
  }),
  sessionsEnded: (client: Client): Letter => ({ name: 'sessionsEnded', client, path: '/login' }),
  signInLocked: (client: Client, minutes: number): Letter => ({
    name: 'signInLocked',
    client,
    path: '/forgot',
    values: { minutes },
  }),
  emailCode: (client: Client, code: string): Letter => ({ name: 'emailCode', client, values: { code } }),
  secondFactorEnabled: (client: Client): Letter => ({
    name: 'secondFactorEnabled',
    client,
    path: '/account/two-factor',
  }),
  secondFactorDisabled: (client: Client): Letter => ({
    name: 'secondFactorDisabled',
    client,
    path: '/account/two-factor',
  }),
  secondFactorLocked: (client: Client): Letter => ({ name: 'secondFactorLocked', client, path: '/forgot' }),
  recoveryCodeUsed: (client: Client, left: number): Letter => ({
    name: 'recoveryCodeUsed',
    client,
    path: '/account/recovery-codes',
    values: { left },
  }),
  recoveryCodesRegenerated: (client: Client): Letter => ({
    name: 'recoveryCodesRegenerated',
    client,
    path: '/account/recovery-codes',
  }),
  tokenCreated: (client: Client, token: string): Letter => ({
    name: 'tokenCreated',
    client,
    path: '/account/tokens',
    values: { token },
  }),
  vaultExported: (client: Client, count: number): Letter => ({
    name: 'vaultExported',
    client,
    path: '/account/activity',
    values: { count },
  }),
  tokensRevoked: (client: Client): Letter => ({ name: 'tokensRevoked', client, path: '/account/tokens' }),
  mailTest: (client: Client): Letter => ({ name: 'mailTest', client, path: '/admin/mail' }),
  tokenExpires: (token: string, expiresAt: Date): Letter => ({
    name: 'tokenExpires',
    path: '/account/tokens',
    values: { token, expiresAt },
  }),
  passwordSet: (client: Client): Letter => ({ name: 'passwordSet', client, path: '/account' }),
  intraActivation: (client: Client, ticket: string, login: string | null): Letter => ({
    name: 'intraActivation',
    client,
    path: '/intra/activate',
    ticket,
    values: { login: login ?? '?' },
  }),
  intraLinked: (client: Client, login: string | null): Letter => ({
    name: 'intraLinked',
    client,
    path: '/account/connections',
    values: { login: login ?? '?' },
  }),
  intraUnlinked: (client: Client): Letter => ({ name: 'intraUnlinked', client, path: '/account/connections' }),
  alarmRaised: (client: Client, sessions: number, tokens: number): Letter => ({
    name: 'alarmRaised',
    client,
    path: '/forgot',
    values: { sessions, tokens },
  }),
  sessionEndedForSafety: (client: Client): Letter => ({
    name: 'sessionEndedForSafety',
    client,
    path: '/account/sessions',
  }),
}

/** Queues a letter to a user, in the transaction of what it tells. */
export async function post(tx: Transaction, userId: string, letter: Letter) {
  const { email, preferences } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, preferences: { where: { name: 'lang' }, select: { value: true } } },
  })
  const chosen = preferences[0]?.value
  await postTo(tx, email, letter, isLocale(chosen) ? chosen : undefined)
}

/** Queues a letter to an address that is not, or no longer, that of a user. */
export const postTo = (tx: Transaction, to: string, letter: Letter, locale?: Locale) =>
  queueMail(tx, compose(to, letter, locale))

/**
 * Writes a letter out.
 *
 * @param locale the reader's language; unknown, that of whoever caused the letter, who is the reader most of the time.
 */
export function compose(to: string, letter: Letter, locale = letter.client?.locale ?? 'en'): Mail {
  const words = { locale, messages: catalogue[locale] as Messages, timeZone: 'UTC' }
  const t = createTranslator({ ...words, namespace: 'mail' })
  const common = createTranslator({ ...words, namespace: 'common' })
  const { name, path, ticket, values, client } = letter
  const say = (key: string) => (t.has(`${name}.${key}` as never) ? t(`${name}.${key}` as never, values as never) : '')
  const page = path && `${env().origin}${path}`
  const where = client
    ? t('where', { address: client.address, device: common('device', nameDevice(client.device)), at: new Date() })
    : ''
  const content: Content = {
    greeting: t('greeting'),
    body: say('body'),
    button: page ? { label: say('button'), href: ticket ? `${page}#${ticket}` : page } : undefined,
    code: page && ticket ? { intro: t('code', { page }), value: ticket } : undefined,
    where,
    notYou: say('notYou'),
    footer: t('footer', { origin: env().origin, to }),
  }
  return { to, subject: say('subject'), text: asText(content), html: asHtml(content, locale) }
}

type Content = {
  greeting: string
  body: string
  button: { label: string; href: string } | undefined
  code: { intro: string; value: string } | undefined
  where: string
  notYou: string
  footer: string
}

function asText({ greeting, body, button, code, where, notYou, footer }: Content): string {
  const act = button && `${button.label}: ${button.href}`
  const byHand = code && `${code.intro}\n\n    ${code.value}`
  return [greeting, body, act, byHand, where, notYou, `-- \n${footer}`].filter(Boolean).join('\n\n')
}

function asHtml({ greeting, body, button, code, where, notYou, footer }: Content, locale: Locale): string {
  const p = (text: string, style = '') => (text ? `<p style="margin:0 0 16px;${style}">${escapeHtml(text)}</p>` : '')
  const act = button
    ? `<p style="margin:0 0 24px"><a href="${escapeHtml(button.href)}" style="display:inline-block;padding:12px 20px;\
border-radius:10px;background:#2a251f;color:#fbfaf8;text-decoration:none;font-weight:600">${escapeHtml(button.label)}</a></p>`
    : ''
  const byHand = code
    ? `${p(code.intro, SOFT)}<p style="margin:0 0 16px;font-family:ui-monospace,monospace">${escapeHtml(code.value)}</p>`
    : ''
  return `<!doctype html><html lang="${locale}"><body style="margin:0;padding:32px 16px;background:#fbfaf8;color:#2a251f;\
font:16px/24px system-ui,sans-serif"><div style="max-width:480px;margin:0 auto">${p('Latchkey', 'font-weight:600')}\
${p(greeting)}${p(body)}${act}${byHand}${p(where, SOFT)}${p(notYou, SOFT)}${p(footer, `${SOFT};font-size:14px`)}\
</div></body></html>`
}

const SOFT = 'color:#6b645b'

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, character => `&#${character.codePointAt(0)};`)
