import { Failure, type Issue } from '../failures'
import { type Fault, MAX_NAME_CHARACTERS } from './entry'

/** What is wrong with entries, as the refusal of a request. @param at where the entry stands in what came. */
export const refusalOf = (faults: Fault[], at: Issue['path'] = []): Failure =>
  new Failure('invalid_input', { issues: faults.map(fault => issueOf(fault, at)) })

/** The same for what only the vault knows: a group or an icon that is not the caller's. */
export const notAmong = (field: string, at: Issue['path'] = []): Issue => ({
  path: [...at, field],
  fault: 'choice',
  message: 'not one of yours',
})

export function issueOf({ field, rule }: Fault, at: Issue['path']): Issue {
  const path = [...at, field === 'otpType' ? 'otp_type' : field]
  const issue = (fault: Issue['fault'], more: Partial<Issue> = {}): Issue => ({ path, fault, message: rule, ...more })
  switch (rule) {
    case 'required':
      return issue('missing')
    case 'string':
      return issue('type', { expected: 'string' })
    case 'integer':
      return issue('type', { expected: 'int' })
    case 'object':
      return issue('type', { expected: 'object' })
    case 'min':
      return issue('too_small', { limit: field === 'period' ? 1 : 0 })
    case 'max':
      if (field === 'period' || field === 'counter') return issue('too_big', { limit: Number.MAX_SAFE_INTEGER })
      return issue('too_long', { limit: MAX_NAME_CHARACTERS })
    case 'choice':
      return issue(field === 'otpType' ? 'format' : 'choice', { expected: 'otp type' })
    case 'characters':
      return issue('characters')
    default:
      return issue('format', { expected: rule })
  }
}
