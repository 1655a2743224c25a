import { createHmac } from 'node:crypto'

/** What an authenticator app shows, so many steps from now: RFC 4226 and 6238, written down once more. */
export function codeOf(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code that is wrong now and at every step near. */
export function wrongCode(secret: string): string {
  const near = new Set(Array.from({ length: 61 }, (_, index) => codeOf(secret, index - 30)))
  for (let guess = 0; ; guess++) {
    const code = String(guess).padStart(6, '0')
    if (!near.has(code)) return code
  }
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map(byte => Number.parseInt(byte, 2)))
}
