import { generateSecret, generateURI, verifySync } from 'otplib'

/** Seconds of a time step (RFC 6238). */
export const STEP_SECONDS = 30

/** So far a phone's clock may be off before we cannot even say by how much, in steps. */
const DRIFT_STEPS = 10

/** A fresh shared secret: 160 bits in base32 (RFC 4226, R6). */
export const newTotpSecret = () => generateSecret({ length: 20 })

/** What the QR code holds; the label names the account at its issuer. */
export const totpUri = (secret: string, account: string) => generateURI({ issuer: 'Latchkey', label: account, secret })

/** @returns the time step, one off at most, that a code of six digits belongs to; undefined for a wrong code. */
export const matchStep = (secret: string, code: string) => findStep(secret, code, 1)

/**
 * @returns by how many steps the clock behind a refused code is off, as far as that can be told; such a code is still
 * refused. Positive: the phone is ahead.
 */
export function driftOf(secret: string, code: string): number | undefined {
  const step = findStep(secret, code, DRIFT_STEPS)
  return step === undefined ? undefined : step - Math.floor(Date.now() / 1000 / STEP_SECONDS)
}

function findStep(secret: string, token: string, steps: number): number | undefined {
  if (!/^\d{6}$/.test(token)) return undefined
  const result = verifySync({ secret, token, epochTolerance: steps * STEP_SECONDS })
  return result.valid ? (result as { timeStep: number }).timeStep : undefined
}
