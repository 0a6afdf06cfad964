/** Who stands behind `Authorization: Bearer ff_…`, and what that key may do; what is wrong with a key is said. */
import { eq } from "drizzle-orm"
import { apiKeys } from "#db/schema/api.ts"
import { users } from "#db/schema/auth.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { isKeyText, keyHashOf } from "./key-text.ts"
import type { Scope } from "./scopes.ts"

/** `lastUsedAt` is for people; writing it more often would cost a write per request. */
const USED_EVERY_MS = 60_000

export type KeyCaller = {
  keyId: Id<"apiKey">
  name: string
  scopes: readonly Scope[]
  expiresAt: Date | null
  actor: Actor
}

/** Whether the header means one of our keys, whole or not. */
export const isKeyHeader = (authorization: string | null | undefined): boolean =>
  /^bearer\s+ffp?_/i.test(authorization ?? "")

/**
 * Errors: unauthenticated (none, mistyped, unknown), key_revoked, key_expired, account_suspended. `from` is the caller's
 * network; null where nobody knows it.
 */
export async function authenticateKey(
  deps: Pick<Deps, "db" | "clock">,
  authorization: string | null | undefined,
  from: string | null = null,
): Promise<KeyCaller> {
  const { key, user } = await findKey(deps, authorization)
  const now = deps.clock.now()
  if (key.revokedAt)
    throw new AppError(
      "key_revoked",
      `This key was revoked on ${dayOf(key.revokedAt)}; make a new one in your settings.`,
    )
  if (key.expiresAt && key.expiresAt <= now)
    throw new AppError("key_expired", `This key ended on ${dayOf(key.expiresAt)}; make a new one in your settings.`)
  if (user.suspendedAt) throw new AppError("account_suspended", "The account of this key is suspended.")
  await noteUse(deps, key, from)
  const { id: keyId, name, scopes, expiresAt } = key
  return { keyId, name, scopes, expiresAt, actor: { userId: user.id, roles: user.roles, email: user.email } }
}

/** Throws missing_scope, naming what the key needs. */
export function requireKeyScope(caller: Pick<KeyCaller, "scopes">, scope: Scope): void {
  if (caller.scopes.includes(scope)) return
  throw new AppError("missing_scope", `This needs a key with the scope ${scope}.`)
}

async function findKey(deps: Pick<Deps, "db">, authorization: string | null | undefined) {
  const text = /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1]
  if (!text) throw new AppError("unauthenticated", "Send your key in the header: Authorization: Bearer ff_…")
  if (!isKeyText(text))
    throw new AppError("unauthenticated", "That is not a whole key: its check digits do not fit. Copy it again.")
  const [found] = await deps.db
    .select({ key: apiKeys, user: users })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.ownerId))
    .where(eq(apiKeys.keyHash, keyHashOf(text)))
  if (!found) throw new AppError("unauthenticated", "This key is not known here.")
  return found
}

async function noteUse(
  { db, clock }: Pick<Deps, "db" | "clock">,
  key: typeof apiKeys.$inferSelect,
  from: string | null,
): Promise<void> {
  const now = clock.now()
  const moved = from !== null && from !== key.lastUsedFrom
  if (!moved && key.lastUsedAt && Math.abs(now.getTime() - key.lastUsedAt.getTime()) < USED_EVERY_MS) return
  const where = from === null ? {} : { lastUsedFrom: from }
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now, ...where })
    .where(eq(apiKeys.id, key.id))
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
