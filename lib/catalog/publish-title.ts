/** Puts a title on offer; it needs a published release to deliver, and a new publisher's first title an operator's look. */
import { and, eq, inArray, isNotNull, ne } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { reviewNotes, titleReviews } from "#db/schema/operate.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Review } from "#lib/config.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { currentRelease, getTitleForPublisher, type TitleView } from "./queries.ts"
import { checkNote } from "./review-note.ts"
import { TITLE_TRANSITIONS } from "./title-state.ts"

export type PublishTitle = {
  actor: Actor
  titleId: Id<"title">
  /** For the operator who looks at it; at most `NOTE_LIMIT_CHARS`. */
  note?: string
}

/**
 * Offering twice does nothing. Answers whether it is on offer now or waits for review. Refuses `not_found`, `conflict`
 * without a published release or when it was taken down, `invalid_input` on `note`.
 */
export async function publishTitle(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: PublishTitle,
): Promise<{ state: "published" | "in_review" }> {
  const at = deps.clock.now()
  const note = input.note?.trim() ? checkNote(input.note, "note") : null
  return inTx(deps.db, "publish-title", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.titleId)
    if (title.state === "taken_down")
      throw new AppError("conflict", "This title was taken down. Only an operator can bring it back; write to us.")
    if (title.state === "published" || title.state === "in_review") return { state: title.state }
    await refuseUndeliverable(tx, title)
    if (await needsReview(tx, deps.config.review, title)) return askReview(tx, title, note, at)
    await move(tx, title.id, "publish", { publishedAt: title.publishedAt ?? at })
    return { state: "published" }
  })
}

async function refuseUndeliverable(tx: Tx, title: TitleView): Promise<void> {
  const release = await currentRelease(tx, title.id)
  if (!release) throw new AppError("conflict", "Publish a release first: there is nothing to deliver yet.")
  if (title.demoTerms === "trial" && !release.parts.some((p) => p.name === "trial"))
    throw new AppError("conflict", `Release ${release.version} has no trial part, and this title's demo needs one.`)
}

/** A title that was on offer before has been looked at; so has, in a way, a publisher of whom another title stands. */
async function needsReview(tx: Tx, review: Review, title: TitleView): Promise<boolean> {
  if (review === "off" || title.publishedAt) return false
  if (review === "all") return true
  const [known] = await tx
    .select({ id: titles.id })
    .from(titles)
    .where(
      and(eq(titles.publisherId, title.publisherId), isNotNull(titles.publishedAt), ne(titles.state, "taken_down")),
    )
    .limit(1)
  return !known
}

async function askReview(tx: Tx, title: TitleView, note: string | null, at: Date): Promise<{ state: "in_review" }> {
  // Pressed twice at once: the other press has asked.
  if (!(await move(tx, title.id, "askReview", {}))) return { state: "in_review" }
  const id = newId("review", at)
  await tx.insert(titleReviews).values({ id, titleId: title.id, state: "open", requestedAt: at })
  if (note) await tx.insert(reviewNotes).values({ reviewId: id, by: "publisher", text: note, at })
  return { state: "in_review" }
}

async function move(tx: Tx, titleId: Id<"title">, event: "publish" | "askReview", more: { publishedAt?: Date }) {
  const { from, to } = TITLE_TRANSITIONS[event]
  const moved = await tx
    .update(titles)
    .set({ state: to, ...more })
    .where(and(eq(titles.id, titleId), inArray(titles.state, [...from])))
    .returning({ id: titles.id })
  return moved.length > 0
}
