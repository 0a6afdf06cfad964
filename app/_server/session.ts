/** Who is signed in: next-auth's cookie, checked against the account as it is now. */
import "server-only"
import type { NextApiRequest } from "next"
import { cookies, headers } from "next/headers"
import { redirect } from "next/navigation"
import { getToken } from "next-auth/jwt"
import { cache } from "react"
import { clicksArrived } from "#lib/attribution/await-clicks.ts"
import { flagOwnClicks } from "#lib/attribution/flag-own-clicks.ts"
import { type Actor, assertRole, hasRole, type Role } from "#lib/auth/actor.ts"
import { findActor } from "#lib/auth/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { sessionSecret, usesSecureCookies } from "./auth-options.ts"
import { clickIds } from "./click-cookie.ts"
import { deps } from "./deps.ts"

/** The signed-in account, or null; read once per request. A changed password or a suspension ends older sessions. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  // Cookies first: at build time they tell Next that the page is dynamic, before there is a server to ask.
  const jar = Object.fromEntries((await cookies()).getAll().map((c) => [c.name, c.value]))
  const { db, config } = deps()
  const token = await getToken({
    // getToken reads only these two of a request.
    req: { cookies: jar, headers: Object.fromEntries(await headers()) } as unknown as NextApiRequest,
    secret: sessionSecret(config),
    secureCookie: usesSecureCookies(config),
  })
  if (!token || !isId("user", token.sub) || typeof token.epoch !== "string") return null
  return findActor(db, { userId: token.sub, epoch: token.epoch })
})

/** What this browser clicked on its own fan's links counts no longer, before any figure is read. */
const noteOwnClicks = cache(async ({ userId }: Actor): Promise<void> => {
  const ids = await clickIds()
  if (ids.length === 0) return
  const { db, clock } = deps()
  await clicksArrived(db, { clickIds: ids, at: clock.now() })
  await flagOwnClicks(db, { userId, clickIds: ids })
})

/** For route handlers: throws unauthenticated, or forbidden when the role is missing. */
export async function requireActor(role?: Role): Promise<Actor> {
  const actor = await currentActor()
  if (!actor) throw new AppError("unauthenticated")
  if (role) assertRole(actor, role)
  if (role === "fan") await noteOwnClicks(actor)
  return actor
}

/**
 * For pages: sends strangers to sign-in and back to `path`, and accounts without the role to the settings where a
 * role can be added.
 */
export async function requirePageActor(path: string, role?: Role): Promise<Actor> {
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
  if (role && !hasRole(actor, role)) redirect(`/settings?need=${role}#roles`)
  if (role === "fan") await noteOwnClicks(actor)
  return actor
}
