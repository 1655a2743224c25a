import { env } from '../env'
import { Failure } from './failures'
import { fitsRule, readNativeSettings } from './settings'

/** How somebody comes: with a password, or from 42. */
type Door = 'password' | 'intra'

/**
 * Whether an address may register here: REGISTRATION is the upper bound, the settings of administrators narrow it.
 *
 * @throws Failure `registration_closed`, `registration_restricted`
 */
export async function assertMayRegister(email: string, door: Door): Promise<void> {
  const settings = await readNativeSettings()
  if (!isOpen(settings, door)) throw new Failure('registration_closed')
  if (!settings.restrictRegistration) return
  const listed = settings.restrictList.split('|').map(entry => entry.trim().toLowerCase())
  if (listed.some(entry => entry === email || (entry.startsWith('@') && email.endsWith(entry)))) return
  if (settings.restrictRule && (await fitsRule(email, settings.restrictRule))) return
  throw new Failure('registration_restricted')
}

/** Whether anybody may register here with a password, and whether a mail has to be answered first. */
export async function readRegistrationTerms() {
  return { isOpen: isOpen(await readNativeSettings(), 'password'), isActiveAtOnce: env().autoActivate }
}

type Terms = { disableRegistration: boolean; keepSsoRegistrationEnabled: boolean }

const isOpen = ({ disableRegistration, keepSsoRegistrationEnabled }: Terms, door: Door) =>
  env().registration === 'open' && (!disableRegistration || (door === 'intra' && keepSsoRegistrationEnabled))
