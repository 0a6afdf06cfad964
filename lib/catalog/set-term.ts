/** Announces a larger referral share for a span, and takes one back that nobody could have worked for yet. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles, titleTerms } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { getTitleForPublisher } from "./queries.ts"
import { checkTerm, overlap, type Term } from "./term.ts"
import { listTerms } from "./term-queries.ts"

/**
 * Orders made before keep their rates. The same term sent twice is one. Refuses `not_found`, what `checkTerm` refuses,
 * and `conflict` on `startsOn` when another term holds in the span.
 */
export async function addTerm(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: Term & { actor: Actor; title: string },
): Promise<{ termId: Id<"term"> }> {
  const createdAt = deps.clock.now()
  const { referralBps, startsAt, endsAt } = checkTerm(input, deps.config.rates.referralBps, createdAt)
  return inTx(deps.db, "add-term", async (tx) => {
    const titleId = await lockTitle(tx, input.actor, input.title)
    const others = (await listTerms(tx, titleId)).filter((other) => overlap(other, input))
    const same = others.find((o) => isSame(o, input))
    if (same) return { termId: same.id }
    if (others.length > 0)
      throw new AppError("conflict", "Another term holds in these days: choose a span before or after it.", {
        field: "startsOn",
      })
    const termId = newId("term", createdAt)
    await tx.insert(titleTerms).values({ id: termId, titleId, referralBps, startsAt, endsAt, createdAt })
    return { termId }
  })
}

const isSame = (a: Term, b: Term): boolean =>
  a.referralBps === b.referralBps && +a.startsAt === +b.startsAt && +a.endsAt === +b.endsAt

/** Refuses `not_found`, and `conflict` once it has begun: fans were promised it until its end. */
export async function removeTerm(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; title: string; termId: Id<"term"> },
): Promise<void> {
  const now = deps.clock.now()
  await inTx(deps.db, "remove-term", async (tx) => {
    const titleId = await lockTitle(tx, input.actor, input.title)
    const term = (await listTerms(tx, titleId)).find((t) => t.id === input.termId)
    if (!term) throw new AppError("not_found", "This title has no such term.")
    if (term.startsAt <= now)
      throw new AppError("conflict", "It has begun: fans were promised this share until its last day.")
    await tx.delete(titleTerms).where(and(eq(titleTerms.id, term.id), eq(titleTerms.titleId, titleId)))
  })
}

/** Two terms announced in one moment must see each other. */
async function lockTitle(tx: Tx, actor: Actor, title: string): Promise<Id<"title">> {
  const { id } = await getTitleForPublisher(tx, actor, title)
  await tx.select({ id: titles.id }).from(titles).where(eq(titles.id, id)).for("update")
  return id
}
