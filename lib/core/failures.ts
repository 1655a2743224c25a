/**
 * Everything that can be refused, with its usual status and the words for people. A dialect may say the same in its own
 * words and status. A failure is expected; anything else that is thrown is a bug.
 */
export const failures = {
  invalid_input: [400, 'Something in the request is not right.'],
  malformed_body: [400, 'The body is not valid JSON.'],
  invalid_credentials: [401, 'The name or the password is wrong.'],
  too_many_attempts: [429, 'Too many wrong tries. Wait a while, then try again.'],
  account_not_activated: [400, 'This account is not activated yet. Open the link in the mail that we sent.'],
  account_disabled: [403, 'This account has been disabled.'],
  username_taken: [400, 'This username is taken.'],
  weak_password: [400, 'This password is one of the most common. Choose another one.'],
  wrong_password: [400, 'The current password is wrong.'],
  registration_closed: [403, 'This instance does not take new accounts.'],
  registration_restricted: [403, 'This instance takes accounts of certain addresses only.'],
  invalid_ticket: [401, 'This link or code is no longer good. Ask for a new one.'],
  not_authenticated: [401, 'Sign in first.'],
  invalid_token: [401, 'The token is not valid, or its session has ended.'],
  missing_refresh_token: [401, 'There is no refresh token.'],
  invalid_refresh_token: [401, 'The refresh token is not valid, or its session has ended.'],
  wrong_token_type: [401, 'This is a token, but not a refresh token.'],
  account_gone: [401, 'The account behind this token has been removed or disabled.'],
  access_token_still_valid: [400, 'The access token is still valid.'],
  reauthentication_required: [401, 'Confirm that it is you first.'],
  second_factor_required: [401, 'This account asks for a second factor.'],
  missing_code: [400, 'The code, or what it is for, is missing.'],
  invalid_code: [400, 'This code is wrong.'],
  code_already_used: [400, 'This code was already used. Wait for the next one.'],
  factor_already_active: [400, 'The second factor is already on.'],
  factor_not_active: [400, 'The second factor is not on.'],
  factor_not_pending: [400, 'Nothing is being set up. Begin again.'],
  factor_not_email: [400, 'This account does not get its codes by e-mail.'],
  intra_not_configured: [503, 'Signing in with 42 is not set up here.'],
  state_mismatch: [403, 'This visit to 42 was not begun in this browser, or it took too long. Start again.'],
  access_denied: [403, '42 was told not to share the profile. Nothing has changed.'],
  upstream: [502, '42 did not answer as it should. Try again in a moment.'],
  invalid_exchange: [400, 'This visit to 42 was used already, or it took too long. Start again.'],
  account_not_linked: [404, 'No account here is linked to this 42 account.'],
  already_linked: [400, 'One of the two accounts is linked already.'],
  not_linked: [400, 'No 42 account is linked.'],
  last_sign_in_method: [400, 'This is the only way into the account. Set a password first.'],
  intra_proof_required: [400, 'Continue with 42 in this browser, then open the link from the mail again.'],
  wrong_intra_account: [400, 'This is not the 42 account that is linked here.'],
  password_already_set: [400, 'This account has a password. Change it instead.'],
  invalid_secret: [400, 'not a valid base32 encoded secret'],
  invalid_otp_parameters: [400, 'invalid OTP parameters'],
  indecipherable: [400, 'The secret cannot be deciphered. The key that sealed it is not at hand.'],
  uri_not_alone: [400, 'The uri must come alone, or with custom_otp only.'],
  too_many_ids: [400, 'Fewer than a hundred can be named at once.'],
  vault_full: [409, 'There is no room for more. Remove something first.'],
  import_unknown_format: [400, 'Data do not match any supported format'],
  import_encrypted: [400, 'Unreadable, the data seem encrypted'],
  import_unreadable: [400, 'Invalid or unreadable data'],
  import_wrong_password: [400, 'The password does not open this file, or the file is damaged.'],
  import_account_bound: [400, 'Only the account that made this export can open it. Export with a password instead.'],
  import_too_costly: [422, 'Opening this file would take more memory or time than is allowed.'],
  import_too_many: [422, 'The file holds more entries than can be imported at once.'],
  image_unsupported: [422, 'Supported format are jpeg, png, bmp, gif, svg, or webp.'],
  image_too_large: [422, 'The image is too large.'],
  qr_not_found: [400, 'Cannot detect a QR code in the image, try to crop the image'],
  qr_unreadable: [400, 'Cannot decode detected QR code, try to crop or sharpen the image'],
  qr_invalid_checksum: [400, 'QR code has invalid checksum'],
  qr_too_long: [422, 'This is too long for a QR code.'],
  preference_locked: [403, 'An administrator has set this for everybody.'],
  setting_not_removable: [400, 'Only settings that an administrator has made can be removed.'],
  forbidden: [403, 'You may not do this.'],
  insufficient_scope: [403, 'This token is not allowed to do this.'],
  too_many_links: [409, 'There are twenty open links already. End some first.'],
  too_many_tokens: [409, 'There are a hundred tokens already. Revoke some first.'],
  last_administrator: [403, 'This is the only administrator. Make another one first.'],
  cross_site: [403, 'This request comes from another site.'],
  not_found: [404, 'There is nothing here.'],
  unknown_endpoint: [404, 'There is no such endpoint.'],
  method_not_allowed: [405, 'This address does not take that method.'],
  body_too_large: [413, 'The body is too large.'],
  unsupported_media_type: [415, 'The body must be JSON, sent as application/json.'],
  throttled: [429, 'Too many requests. Wait a moment, then try again.'],
  internal_error: [500, 'Something broke on our side. It has been noted.'],
  unavailable: [503, 'The service cannot answer now. Try again in a moment.'],
} as const satisfies Record<string, readonly [status: number, words: string]>

export type FailureCode = keyof typeof failures

/** What a refusal may say beyond its code. */
export type FailureDetails = {
  /** Seconds until another try makes sense. */
  retryAfter?: number
  /** What is wrong with which field, for `invalid_input`. */
  issues?: Issue[]
  /** What came in place of what is taken, as the media type `text/plain`. */
  given?: string
  /** The challenge that stays good after a wrong code, and how many tries it still bears. */
  ticket?: string
  triesLeft?: number
  /** By how much the phone's clock seems to be off, in seconds; positive: ahead. */
  clockOffsetSeconds?: number
  /** What exactly was bad about the request, in a document's own form. */
  reason?: unknown
  /** By what identity can be confirmed, for `reauthentication_required`. */
  methods?: string[]
  /** The application whose file it is, as `Aegis`, for `import_unreadable`. */
  app?: string
}

/** One fault of one field, in the terms of zod: each dialect has its own sentence for it. */
export type Issue = {
  /** `['email']`; empty for the whole body. */
  path: (string | number)[]
  fault:
    | 'missing'
    | 'null'
    | 'blank'
    | 'type'
    | 'too_short'
    | 'too_long'
    | 'too_small'
    | 'too_big'
    | 'format'
    | 'choice'
    | 'taken'
    | 'unknown_key'
    | 'characters'
    | 'custom'
  /** The type that was expected, or the format that was missed, as `string` or `email`. */
  expected?: string
  /** The type that came instead, in the words of JSON: `array`. */
  given?: string
  /** The bound that was missed. */
  limit?: number
  /** What the schema says about it. */
  message: string
  /** Whether those are words of the document itself, to be said as they are. */
  own?: boolean
}

/** The one error class: thrown by the core, presented by a dialect. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly details: FailureDetails = {},
  ) {
    super(code)
  }
}
