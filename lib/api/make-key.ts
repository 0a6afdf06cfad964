/** A person makes a key for a program of theirs: with a name, what it may do, and perhaps a last day. */
import { and, count, eq, gt, isNull, or } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { apiKeys } from "#db/schema/api.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { notify } from "#lib/notices/notify.ts"
import { keyHashOf, newKeyText } from "./key-text.ts"
import { isScope, SCOPE_NAMES, type Scope } from "./scopes.ts"

/** More than a person can keep apart. */
export const KEYS_PER_OWNER = 50
export const MAX_KEY_DAYS = 730
const NAME_CHARS = 80

export type NewKey = {
  actor: Actor
  name: string
  scopes: readonly string[]
  /** The key works before this instant; null: until it is revoked. */
  expiresAt: Date | null
}

/** The key's text is given this once. Errors: invalid_input (name, scopes, lastDay), too_many beyond 50 live keys. */
export async function makeKey(
  deps: Pick<Deps, "db" | "clock">,
  input: NewKey,
): Promise<{ keyId: Id<"apiKey">; key: string }> {
  const at = deps.clock.now()
  const name = checkName(input.name)
  const scopes = checkScopes(input.scopes)
  checkEnd(input.expiresAt, at)
  const key = newKeyText()
  const keyId = newId("apiKey", at)
  const ownerId = input.actor.userId
  await inTx(deps.db, "make-key", async (tx) => {
    await refuseTooMany(tx, ownerId, at)
    const row = { id: keyId, ownerId, keyHash: keyHashOf(key), name, hint: key.slice(-4), scopes, createdAt: at }
    await tx.insert(apiKeys).values({ ...row, expiresAt: input.expiresAt })
    const payload = { name, scopes: scopes.join(", ") }
    await notify(tx, { userId: ownerId, kind: "key-made", key: `key:${keyId}`, payload, at })
  })
  return { keyId, key }
}

function checkName(raw: string): string {
  const name = raw.normalize("NFC").replace(/\s+/g, " ").trim()
  const ok = name !== "" && name.length <= NAME_CHARS && !/\p{Cc}/u.test(name)
  if (ok) return name
  throw new AppError("invalid_input", `Say in up to ${NAME_CHARS} characters what the key is for.`, { field: "name" })
}

function checkScopes(raw: readonly string[]): Scope[] {
  const unknown = raw.find((scope) => !isScope(scope))
  if (unknown !== undefined) throw new AppError("invalid_input", "There is no such scope.", { field: "scopes" })
  const scopes = SCOPE_NAMES.filter((scope) => raw.includes(scope))
  if (scopes.length > 0) return scopes
  throw new AppError("invalid_input", "Choose at least one thing the key may do.", { field: "scopes" })
}

function checkEnd(end: Date | null, at: Date): void {
  if (end === null || (end > at && end <= addDays(at, MAX_KEY_DAYS))) return
  throw new AppError("invalid_input", "Choose a day within the next two years, or none.", { field: "lastDay" })
}

async function refuseTooMany(tx: Tx, ownerId: Id<"user">, at: Date): Promise<void> {
  await lockOwner(tx, ownerId)
  const live = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, at)))
  const [row] = await tx
    .select({ n: count() })
    .from(apiKeys)
    .where(and(eq(apiKeys.ownerId, ownerId), live))
  if ((row?.n ?? 0) >= KEYS_PER_OWNER)
    throw new AppError("too_many", `An account has at most ${KEYS_PER_OWNER} keys; revoke one first.`)
}
