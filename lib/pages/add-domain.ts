/** A fan names a domain of their own for a site's promo page; it shows the page once its DNS proves whose it is. */
import { and, count, eq, isNull, lt } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { siteDomains } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { recordOf } from "#lib/outside/txt-proof.ts"
import { checkDomain, DOMAINS_PER_SITE } from "./domain.ts"

/** Somebody who never proves a name must not keep it from the one who can. */
const UNPROVEN_DAYS = 7
const TOKEN_BYTES = 20

export type AddedDomain = {
  domain: string
  /** The TXT record that proves it. */
  recordName: string
  recordValue: string
  /** Where a CNAME (or ALIAS, for a domain without a name before it) must lead. */
  pointTo: string
}

/** A second time gives the same record. Errors: invalid_input (domain), already_exists, conflict (too many), not_found. */
export async function addDomain(
  deps: Pick<Deps, "db" | "clock"> & { config: Pick<Deps["config"], "publicUrl" | "originUrl"> },
  input: { actor: Actor; siteId: Id<"site">; domain: string },
): Promise<AddedDomain> {
  const hosts = [deps.config.publicUrl, deps.config.originUrl].map((url) => new URL(url).hostname)
  const domain = checkDomain(input.domain, hosts)
  const at = deps.clock.now()
  return inTx(deps.db, "add-domain", async (tx) => {
    await lockOwner(tx, input.actor.userId)
    await getOwnSite(tx, input.actor.userId, input.siteId)
    await forgetUnproven(tx, domain, at)
    const known = await ownToken(tx, domain, input.siteId)
    const token = known ?? (await insert(tx, { domain, siteId: input.siteId, at }))
    return { domain, pointTo: hosts[0]!, ...recordOf(domain, token) }
  })
}

async function forgetUnproven(tx: Tx, domain: string, at: Date): Promise<void> {
  const old = and(isNull(siteDomains.verifiedAt), lt(siteDomains.addedAt, addDays(at, -UNPROVEN_DAYS)))
  await tx.delete(siteDomains).where(and(eq(siteDomains.domain, domain), old))
}

async function ownToken(tx: Tx, domain: string, siteId: Id<"site">): Promise<string | null> {
  const [row] = await tx
    .select({ token: siteDomains.token })
    .from(siteDomains)
    .where(and(eq(siteDomains.domain, domain), eq(siteDomains.siteId, siteId)))
  return row?.token ?? null
}

type NewDomain = { domain: string; siteId: Id<"site">; at: Date }

async function insert(tx: Tx, { domain, siteId, at }: NewDomain): Promise<string> {
  const [row] = await tx.select({ n: count() }).from(siteDomains).where(eq(siteDomains.siteId, siteId))
  if ((row?.n ?? 0) >= DOMAINS_PER_SITE)
    throw new AppError("conflict", `A site has at most ${DOMAINS_PER_SITE} domains; remove one first.`)
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))).toString("base64url")
  const made = await tx
    .insert(siteDomains)
    .values({ domain, siteId, token, addedAt: at })
    .onConflictDoNothing()
    .returning({ token: siteDomains.token })
  if (made.length > 0) return token
  throw new AppError(
    "already_exists",
    "Another site has named this domain; it is free again if they do not prove it within a week.",
    { field: "domain" },
  )
}
