/** One `Range` header of one range, as web seeds ask with (RFC 9110, BEP 19). */

export type ByteRange = { offset: number; length: number; partial: boolean }

/** Null: the range cannot be satisfied (416). No header, or one of another kind or of many ranges, is the whole. */
export function byteRange(header: string | undefined, size: number): ByteRange | null {
  const whole = { offset: 0, length: size, partial: false }
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "")
  if (!match) return whole
  const [first, last] = [match[1] ?? "", match[2] ?? ""]
  if (first === "" && last === "") return whole
  if (first === "") {
    const length = Math.min(Number(last), size)
    return length === 0 ? null : { offset: size - length, length, partial: true }
  }
  const offset = Number(first)
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== "" && Number(last) < offset) return whole
  return offset >= size ? null : { offset, length: end - offset + 1, partial: true }
}
