/** Passwords: their bounds, their argon2id hash, and the mark of a hash that sessions carry. */
import { createHash } from "node:crypto"
import { hash, verify } from "@node-rs/argon2"
import { AppError } from "#lib/kernel/errors.ts"

export const PASSWORD_MIN_CHARS = 10
/** Enough for any passphrase; a bound because every byte is hashed. */
export const PASSWORD_MAX_CHARS = 200

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 30 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Throws invalid_input when a new password is out of bounds. */
export function assertPassword(password: string, field = "password"): void {
  const length = [...password].length
  if (length < PASSWORD_MIN_CHARS) {
    throw new AppError("invalid_input", `Use at least ${PASSWORD_MIN_CHARS} characters; a few words do well.`, {
      field,
    })
  }
  if (length > PASSWORD_MAX_CHARS) {
    throw new AppError("invalid_input", `Use at most ${PASSWORD_MAX_CHARS} characters.`, { field })
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), COST)

let decoy: Promise<string> | undefined

/** Whether the password is right. Takes as long for an account without a password (or no account) as for one with. */
export async function passwordMatches(password: string, stored: string | null | undefined): Promise<boolean> {
  if (password.length > PASSWORD_MAX_CHARS * 2) return false
  decoy ??= hashPassword("no account has this password")
  const right = await verify(stored ?? (await decoy), password.normalize("NFKC"))
  return right && Boolean(stored)
}

/**
 * A mark of the password hash, kept in each session: a new password has a new salt, so the mark changes and every
 * older session ends.
 */
export const sessionEpoch = (passwordHash: string | null): string =>
  createHash("sha256")
    .update(`session epoch ${passwordHash ?? "none"}`)
    .digest("base64url")
    .slice(0, 16)
