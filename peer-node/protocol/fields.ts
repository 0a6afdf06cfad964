/** The shapes of single fields in tokens and JSON bodies, each with its limit; tokens read bytes, bodies keep text. */
import * as z from "zod"
import { type Bytes, fromB64url } from "./bytes.ts"
import { ProtocolError, type ProtocolErrorCode } from "./errors.ts"
import { MAX_RELEASE_BYTES, MAX_STRING } from "./limits.ts"

const B64URL = /^[A-Za-z0-9_-]*$/

/** base64url text for exactly `length` bytes, kept as text. */
export const b64 = (length: number) =>
  z
    .string()
    .length(Math.ceil((length * 4) / 3))
    .regex(B64URL)
    .refine((s) => isCanonical(s), "not canonical base64url")

/** base64url text for at most `max` bytes, kept as text. */
export const b64UpTo = (max: number) =>
  z
    .string()
    .max(Math.ceil((max * 4) / 3))
    .regex(B64URL)
    .refine((s) => isCanonical(s), "not canonical base64url")

/** base64url text for exactly `length` bytes, read as bytes. */
export const bytesField = (length: number) => b64(length).transform((s): Bytes => fromB64url(s))

/** base64url text for at most `max` bytes, read as bytes. */
export const bytesUpTo = (max: number) => b64UpTo(max).transform((s): Bytes => fromB64url(s))

function isCanonical(s: string): boolean {
  try {
    fromB64url(s)
    return true
  } catch {
    return false
  }
}

export const text = z.string().min(1).max(MAX_STRING)
/** Ids are printed in logs, paths and tokens: no spaces, no control characters, no dots. */
export const idField = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/)
/** Unix seconds, up to the year 2106 that a receipt's 32 bits reach. */
export const seconds = z.number().int().min(0).max(0xffffffff)
export const byteCount = z.number().int().min(0).max(MAX_RELEASE_BYTES)
export const bps = z.number().int().min(0).max(10_000)
/** A decimal string for a non-negative integer under 2^64, without leading zeros. */
export const decimal = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,19})$/)
  .refine((s) => s.length < 20 || BigInt(s) < 1n << 64n)
/** The same with an optional minus sign. */
export const signedDecimal = z.string().regex(/^(?:0|-?[1-9]\d{0,18})$/)
export const isoInstant = z.iso.datetime().max(40)

/** Parses what came from outside; every mismatch is one `ProtocolError` that names the first field. */
export function readShape<T extends z.ZodType>(
  shape: T,
  value: unknown,
  code: ProtocolErrorCode = "malformed",
): z.output<T> {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.join(".") ?? ""
  throw new ProtocolError(code, `${where || "value"}: ${issue?.message ?? "not valid"}`)
}

/** `JSON.parse` with a size limit before and a named error after. */
export function readJson(s: string, maxBytes: number): unknown {
  if (s.length > maxBytes) throw new ProtocolError("too_large", `${s.length} characters`)
  try {
    return JSON.parse(s)
  } catch (cause) {
    throw new ProtocolError("malformed", "not JSON", cause)
  }
}
