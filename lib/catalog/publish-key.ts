/** Publish keys: what a publisher's own tools sign in with instead of a browser's session. */
import { createHash, randomBytes } from "node:crypto"
import { and, eq, isNull, sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { publishers, publishKeys } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { findPublisherOf, listPublishKeys } from "./queries.ts"

const SHAPE = /^ffp_[A-Za-z0-9_-]{43}$/
const MAX_KEYS = 20
/** `last_used_at` is for people; writing it more often would cost a write per request. */
const USED_EVERY_MS = 60_000

const hashOf = (key: string): string => createHash("sha256").update(key).digest("base64url")

/** The key is shown this once. Refuses `forbidden` without a publisher, `too_many` beyond 20 live keys. */
export async function createPublishKey(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; name: string },
): Promise<{ key: string }> {
  const key = `ffp_${randomBytes(32).toString("base64url")}`
  const createdAt = deps.clock.now()
  await inTx(deps.db, "create-publish-key", async (tx) => {
    const publisher = await findPublisherOf(tx, input.actor.userId)
    if (!publisher) throw new AppError("forbidden", "Set up your publisher name first.")
    if ((await listPublishKeys(tx, publisher.id)).length >= MAX_KEYS)
      throw new AppError("too_many", `You have ${MAX_KEYS} publish keys; remove one first.`)
    const name = input.name.trim().slice(0, 80) || "publish key"
    await tx.insert(publishKeys).values({ keyHash: hashOf(key), publisherId: publisher.id, name, createdAt })
  })
  return { key }
}

/** Removing twice does nothing; another publisher's key is not found and stays. */
export async function revokePublishKey(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; keyHash: string },
): Promise<void> {
  const publisher = await findPublisherOf(deps.db, input.actor.userId)
  if (!publisher) return
  await deps.db
    .update(publishKeys)
    .set({ revokedAt: deps.clock.now() })
    .where(and(eq(publishKeys.keyHash, input.keyHash), eq(publishKeys.publisherId, publisher.id)))
}

/** Who stands behind `Authorization: Bearer ffp_…`; null for anything else or a revoked key. */
export async function findPublishKeyActor(
  deps: Pick<Deps, "db" | "clock">,
  authorization: string | null | undefined,
): Promise<Actor | null> {
  const key = authorization?.startsWith("Bearer ") ? authorization.slice(7) : ""
  if (!SHAPE.test(key)) return null
  const [row] = await deps.db
    .select({
      keyHash: publishKeys.keyHash,
      userId: users.id,
      roles: users.roles,
      email: users.email,
      used: publishKeys.lastUsedAt,
    })
    .from(publishKeys)
    .innerJoin(publishers, eq(publishers.id, publishKeys.publisherId))
    .innerJoin(users, eq(users.id, publishers.ownerId))
    .where(and(eq(publishKeys.keyHash, hashOf(key)), isNull(publishKeys.revokedAt), isNull(users.suspendedAt)))
  if (!row) return null
  const now = deps.clock.now()
  if (!row.used || Math.abs(now.getTime() - row.used.getTime()) > USED_EVERY_MS)
    await deps.db
      .update(publishKeys)
      .set({ lastUsedAt: sql`${now.toISOString()}::timestamptz` })
      .where(eq(publishKeys.keyHash, row.keyHash))
  return { userId: row.userId, roles: row.roles, email: row.email }
}
