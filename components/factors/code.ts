/** A code as people type and paste it: spaces, dashes of every kind and full-width digits do not matter. */
export const plainCode = (text = '') => text.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')

export const isSixDigits = (code: string) => /^\d{6}$/.test(code)

export const codeFault = ({ code }: Record<string, string>) => {
  if (isSixDigits(plainCode(code))) return []
  return [{ field: 'code', fault: code?.trim() ? 'digits' : 'missing' }]
}

/** A recovery code: ten letters and digits of base32, in any case. */
export const recoveryFault = ({ code }: Record<string, string>) => {
  if (/^[a-z2-7]{10}$/i.test(plainCode(code))) return []
  return [{ field: 'code', fault: code?.trim() ? 'recovery' : 'missing' }]
}

/** Refusals that are said at the code. */
export const CODE_PLACES = { invalid_code: 'code', code_already_used: 'code' }
