/** Upload tokens: what a publisher's page shows the upload address, which sits in front of the pages and knows no session. */
import { timingSafeEqual } from "node:crypto"
import { eq } from "drizzle-orm"
import { users } from "#db/schema/auth.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

/** Real time, as for every sign-in; a page asks for another when it has run out. */
const LIFE_SECONDS = 12 * 60 * 60
const SHAPE = /^ffu_(usr_[0-9a-z]{26})\.(\d{1,12})\.([\w-]{43})$/

/** A bearer token for this account's uploads. The page that hands it out has checked the session. */
export async function makeUploadToken(keys: Deps["keys"], userId: Id<"user">, now = new Date()): Promise<string> {
  const expires = Math.floor(now.getTime() / 1000) + LIFE_SECONDS
  return `ffu_${userId}.${expires}.${await macOf(keys, userId, `${expires}`)}`
}

/** Who stands behind `Authorization: Bearer ffu_…`; null for anything else, expired, or a suspended account. */
export async function findUploadTokenActor(
  deps: Pick<Deps, "db" | "keys">,
  authorization: string | null | undefined,
  now = new Date(),
): Promise<Actor | null> {
  const match = SHAPE.exec(authorization?.startsWith("Bearer ") ? authorization.slice(7) : "")
  if (!match) return null
  const [, userId, expires, mac] = match as unknown as [string, string, string, string]
  const expected = Buffer.from(await macOf(deps.keys, userId, expires))
  if (!timingSafeEqual(expected, Buffer.from(mac)) || Number(expires) * 1000 <= now.getTime()) return null
  if (!isId("user", userId)) return null
  const [user] = await deps.db.select().from(users).where(eq(users.id, userId))
  if (!user || user.suspendedAt) return null
  return { userId: user.id, roles: user.roles, email: user.email }
}

async function macOf(keys: Deps["keys"], userId: string, expires: string): Promise<string> {
  return Buffer.from(await keys.hmac("upload-token", `${userId}.${expires}`)).toString("base64url")
}
