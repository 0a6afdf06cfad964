/** Bencode (BEP 3) with limits: the only decoder hostile bytes reach, so it bounds depth, items and lengths as it goes. */
import { EngineError } from "./errors.ts"

export type Bencoded = number | Uint8Array | readonly Bencoded[] | BencodedDict
export interface BencodedDict extends ReadonlyMap<string, Bencoded> {}

/** The extended handshake nests two deep and has under 20 keys; clients that send more still fit. */
const MAX_DEPTH = 4
const MAX_ITEMS = 256
/** 2^53 has 16 digits, and a sign. */
const MAX_DIGITS = 17

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
const bad = (what: string): EngineError => new EngineError("bad_frame", `bencode: ${what}`)

class Reader {
  readonly bytes: Uint8Array
  at = 0
  items = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  value(depth: number): Bencoded {
    if (++this.items > MAX_ITEMS || depth > MAX_DEPTH) throw bad("too much in it")
    const c = this.bytes[this.at]
    if (c === 0x69) return this.integer()
    if (c === 0x6c) return this.list(depth)
    if (c === 0x64) return this.dict(depth)
    return this.string()
  }

  digits(end: number): number {
    const stop = this.bytes.indexOf(end, this.at)
    if (stop < 0 || stop - this.at > MAX_DIGITS) throw bad("number")
    const text = latin1(this.bytes.subarray(this.at, stop))
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) throw bad("number")
    this.at = stop + 1
    return value
  }

  integer(): number {
    this.at++
    return this.digits(0x65)
  }

  string(): Uint8Array {
    const length = this.digits(0x3a)
    if (length < 0 || length > this.bytes.length - this.at) throw bad("string past the end")
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  list(depth: number): Bencoded[] {
    this.at++
    const out: Bencoded[] = []
    while (!this.ended()) out.push(this.value(depth + 1))
    return out
  }

  dict(depth: number): Map<string, Bencoded> {
    this.at++
    const out = new Map<string, Bencoded>()
    while (!this.ended()) out.set(latin1(this.string()), this.value(depth + 1))
    return out
  }

  ended(): boolean {
    if (this.at >= this.bytes.length) throw bad("unfinished")
    if (this.bytes[this.at] !== 0x65) return false
    this.at++
    return true
  }
}

/** Decodes one dictionary at the front of `bytes`; strings are views into it. Throws `bad_frame`. */
export function decodeDict(bytes: Uint8Array): BencodedDict {
  if (bytes[0] !== 0x64) throw bad("not a dictionary")
  return new Reader(bytes).dict(1)
}

/** Keys are sorted as BEP 3 asks. */
export function encodeDict(dict: Readonly<Record<string, Encodable>>): Uint8Array {
  const parts: Uint8Array[] = []
  append(parts, dict)
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

export type Encodable = number | string | Uint8Array | { readonly [key: string]: Encodable }

const ascii = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0))

function append(parts: Uint8Array[], value: Encodable): void {
  if (typeof value === "number") parts.push(ascii(`i${value}e`))
  else if (typeof value === "string") parts.push(ascii(`${value.length}:${value}`))
  else if (value instanceof Uint8Array) parts.push(ascii(`${value.length}:`), value)
  else {
    parts.push(ascii("d"))
    for (const key of Object.keys(value).sort()) {
      append(parts, key)
      append(parts, value[key]!)
    }
    parts.push(ascii("e"))
  }
}
