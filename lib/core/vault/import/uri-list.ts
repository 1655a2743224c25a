import { splitOtpauth } from '../otpauth'
import { isObject, readJson } from './document'
import { checkRows, type ImportedRow, type ReadRow } from './draft'
import type { Format } from './format'

/** A list of otpauth URIs, one per line, as most apps can write it. Runs in the browser, too. */
export const uriList: Format = {
  id: 'otpauth',
  app: 'migration',
  recognises: ({ text }) => text !== undefined && isUriList(text),
  read: ({ text = '' }) => ({ rows: readUriList(text) }),
}

/** Every line that is not empty begins as an otpauth URI; one that does not makes it something else. */
export const isUriList = (text: string) => linesOf(text).every(line => /^otpauth:\/\/(?:[ht]otp|steam)\//i.test(line))

/** Runs in the browser, too. @throws Failure import_too_many */
export const readUriList = (text: string): ImportedRow[] => checkRows(linesOf(text), line => rowOf(line as string))

const linesOf = (text: string) => text.trim().split(/\s*[\r\n]+\s*/)

function rowOf(line: string): ReadRow {
  const split = splitOtpauth(line)
  if ('faults' in split) return split.faults[0]
  const { codeDisplay, ...parts } = split.parts
  const display = readJson(codeDisplay ?? '')
  if (!isObject(display)) return parts
  const { note, pinned, tags, trashed } = display
  const groups = Array.isArray(tags) ? tags : []
  return { ...parts, note, pinned, groups, ...(trashed === true && { unfit: { field: 'entry', rule: 'trashed' } }) }
}
