import type { Bytes } from '../bytes'

/** A field of a message: a number (varint), or bytes (text, bytes, another message). */
export type Field = { number: number; value: number | Bytes }

const [VARINT, FIXED64, LENGTH_DELIMITED, FIXED32] = [0, 1, 2, 5]

/**
 * Reads the fields of a protocol buffers message; fixed-width numbers are skipped, no format of ours has them. Runs in
 * the browser, too.
 *
 * @returns undefined for bytes that are no message. Numbers beyond 2^53 come out rounded, negative ones as very large.
 */
export function readMessage(bytes: Bytes): Field[] | undefined {
  const fields: Field[] = []
  let at = 0

  function varint(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) return Number.NaN
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    return Number.NaN
  }

  while (at < bytes.length) {
    const key = varint()
    const wire = key % 8
    if (wire === VARINT) fields.push({ number: Math.floor(key / 8), value: varint() })
    else if (wire === LENGTH_DELIMITED) {
      const length = varint()
      fields.push({ number: Math.floor(key / 8), value: bytes.slice(at, at + length) })
      at += length
    } else if (wire === FIXED64) at += 8
    else if (wire === FIXED32) at += 4
    else return undefined
    if (!(at <= bytes.length) || Number.isNaN(fields.at(-1)?.value)) return undefined
  }
  return fields
}
