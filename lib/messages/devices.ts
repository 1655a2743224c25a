/** What a User-Agent tells of a device, as values of `common.device`. */
export type DeviceName = { known: 'both' | 'one' | 'none'; name: string; system: string }

/** "Firefox" and "Linux", or the name of a program, from a User-Agent. */
export function nameDevice(userAgent: string): DeviceName {
  const name = find(BROWSERS, userAgent)
  const system = find(SYSTEMS, userAgent)
  if (name && system) return { known: 'both', name, system }
  const only = name || system || userAgent.split(/[\s/]/)[0] || ''
  return { known: only ? 'one' : 'none', name: only, system: '' }
}

/** Whoever builds on another names that one, too: the more special stands first. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/\d.*Safari\//, 'Safari'],
]

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const find = (list: [RegExp, string][], userAgent: string) => list.find(([mark]) => mark.test(userAgent))?.[1] ?? ''
