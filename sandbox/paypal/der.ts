/** Writes the little DER that an X.509 certificate needs; so the stand-in can make its own chain without a tool beside it. */

export function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

function lengthOf(n: number): Buffer {
  if (n < 0x80) return Buffer.from([n])
  const bytes: number[] = []
  for (let rest = n; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

export const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)
export const set = (...parts: Uint8Array[]): Buffer => der(0x31, ...parts)
export const boolean = (value: boolean): Buffer => der(0x01, Buffer.from([value ? 0xff : 0]))
export const octets = (content: Uint8Array): Buffer => der(0x04, content)
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text, "utf8"))
/** `[n]`, constructed and explicit. */
export const explicit = (n: number, content: Uint8Array): Buffer => der(0xa0 | n, content)
/** A bit string whose last byte leaves `unused` bits out. */
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content)
/** A whole number from unsigned bytes; a leading zero keeps it positive. */
export const integer = (bytes: Uint8Array): Buffer => der(0x02, Buffer.from(bytes[0]! >= 0x80 ? [0] : []), bytes)

/** `YYYYMMDDHHMMSSZ`, which X.509 asks for from 2050 on and every reader takes before. */
export const time = (at: Date): Buffer => {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, "")
  // RFC 5280: UTCTime (two-digit year) through 2049.
  return at.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

export function oid(dotted: string): Buffer {
  const [a = 0, b = 0, ...rest] = dotted.split(".").map(Number)
  return der(0x06, Buffer.from([a * 40 + b, ...rest.flatMap(base128)]))
}

function base128(n: number): number[] {
  const out = [n & 0x7f]
  for (let rest = n >>> 7; rest > 0; rest >>>= 7) out.unshift((rest & 0x7f) | 0x80)
  return out
}
