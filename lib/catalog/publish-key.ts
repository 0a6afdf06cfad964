/** Publish keys: keys with the one scope a publisher's own tools need. */
import { authenticateKey, requireKeyScope } from "#lib/api/authenticate-key.ts"
import { makeKey } from "#lib/api/make-key.ts"
import { listKeys } from "#lib/api/queries.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { findPublisherOf } from "./queries.ts"

/** The key is shown this once. Refuses `forbidden` without a publisher, and what `makeKey` refuses. */
export async function createPublishKey(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; name: string },
): Promise<{ key: string }> {
  const publisher = await findPublisherOf(deps.db, input.actor.userId)
  if (!publisher) throw new AppError("forbidden", "Set up your publisher name first.")
  const name = input.name.trim().slice(0, 80) || "publish key"
  return makeKey(deps, { actor: input.actor, name, scopes: ["releases:write"], expiresAt: null })
}

/** Keys that can publish and are not revoked, newest first. */
export const listPublishKeys = async (db: Deps["db"], actor: Actor) =>
  (await listKeys(db, actor.userId)).filter((key) => key.revokedAt === null && key.scopes.includes("releases:write"))

/** Who may publish by this key; throws what is wrong with it, or missing_scope. */
export async function publishKeyActor(
  deps: Pick<Deps, "db" | "clock">,
  authorization: string | null | undefined,
  from: string | null = null,
): Promise<Actor> {
  const caller = await authenticateKey(deps, authorization, from)
  requireKeyScope(caller, "releases:write")
  return caller.actor
}
