import type { Entry } from '../entry'
import { buildOtpauth } from '../otpauth'

/** One otpauth URI per line, which nearly every app reads. Runs in the browser, too. */
export const exportUriList = (entries: Entry[]): string => entries.map(entry => `${buildOtpauth(entry)}\n`).join('')
