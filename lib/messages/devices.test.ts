import { expect, test } from 'vitest'
import { nameDevice } from './devices'

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'both', 'Firefox', 'Linux'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'both', 'Edge', 'Windows'],
  ['Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'both', 'Chrome', 'Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1',
    'both',
    'Safari',
    'iPhone',
  ],
  ['curl/8.14.1', 'one', 'curl', ''],
  ['Mozilla/5.0 (X11; CrOS x86_64)', 'one', 'ChromeOS', ''],
  ['', 'none', '', ''],
])('%s is known by name', (userAgent, known, name, system) => {
  expect(nameDevice(userAgent)).toEqual({ known, name, system })
})
