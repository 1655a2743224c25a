import { env } from '../../env'
import type { Caller } from '../personal-tokens'
import { readNativeSettings } from '../settings'
import { addIcon } from './icons'
import { fetchRemoteImage, type Network } from './images/remote-image'
import { splitOtpauth } from './otpauth'

/**
 * Fetches the picture that an otpauth URI names and keeps it as an icon, where administrators have set
 * `fetchRemoteIcons`; see {@link fetchRemoteImage} for what is asked and what never is.
 *
 * @returns the icon's name; undefined where it is not wanted or cannot be had, for which no entry is refused.
 */
export async function addRemoteIcon(caller: Caller, uri: string, network?: Network): Promise<string | undefined> {
  const split = splitOtpauth(uri)
  const address = 'parts' in split ? split.parts.image : undefined
  if (!address || !(await readNativeSettings()).fetchRemoteIcons) return undefined
  const bytes = await fetchRemoteImage(address, [env().appUrl.hostname], network)
  return bytes && addIcon(caller, bytes).catch(() => undefined)
}
