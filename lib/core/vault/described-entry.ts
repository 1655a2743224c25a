import { Failure } from '../failures'
import { checkEntry, type Entry, type EntryInput, newSecret } from './entry'
import { refusalOf } from './faults'
import { readOtpauth } from './otpauth'

/** An entry as a request describes it: by its otpauth URI, or by its parts. */
export type Description = EntryInput & { uri?: string | null | undefined; customOtp?: 'steamtotp' | null | undefined }

/** What is described, checked and complete; without a secret it gets a fresh one. @throws Failure `invalid_input` */
export function describedEntry({ uri, customOtp, ...parts }: Description): Entry {
  const result = uri ? readOtpauth(uri, { steam: customOtp === 'steamtotp' }) : checkEntry(withSecret(parts))
  if ('entry' in result) return result.entry
  throw refusalOf(result.faults)
}

/** As {@link describedEntry}, where a URI says everything. @throws Failure `uri_not_alone`, `invalid_input` */
export function describedAlone(description: Description): Entry {
  const { uri, customOtp: _, ...parts } = description
  if (uri && Object.values(parts).some(part => part !== undefined))
    throw new Failure('uri_not_alone', {
      reason: {
        uri: "The uri parameter must be provided alone or only in combination with the 'custom_otp' parameter",
      },
    })
  return describedEntry(description)
}

export const withSecret = <Input extends EntryInput>(input: Input): Input =>
  input.secret === undefined || input.secret === null ? { ...input, secret: newSecret() } : input
