/** Keeps what no other table can tell about a person's first steps: why they came, the first copy, and the list put away. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { links } from "#db/schema/fans.ts"
import { onboarding } from "#db/schema/onboarding.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { OnboardingPath } from "#lib/fans/onboarding-state.ts"
import { AppError } from "#lib/kernel/errors.ts"

/** What a button can be copied as; also what is told when a page without scripts shows it to be selected by hand. */
export const COPY_FORMS = ["html", "markdown", "bbcode", "iframe", "script", "post", "shelf", "link"] as const
export type CopyFormKey = (typeof COPY_FORMS)[number]

/** The first copy stays; later ones change nothing. Errors: not_found (no such link of this fan). */
export async function noteButtonCopied(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; code: string; form: CopyFormKey },
): Promise<void> {
  const { userId } = input.actor
  await inTx(deps.db, "note-button-copied", async (tx) => {
    const own = and(eq(links.code, input.code), eq(links.ownerId, userId))
    const [link] = await tx.select({ id: links.id }).from(links).where(own)
    if (!link) throw new AppError("not_found", "You have no such link.")
    await ensureRow(tx, input.actor)
    await tx
      .update(onboarding)
      .set({ copiedAt: deps.clock.now(), copiedForm: input.form, copiedLinkId: link.id })
      .where(and(eq(onboarding.userId, userId), isNull(onboarding.copiedAt)))
  })
}

/** Why the person came; they may come for something else later. */
export async function chooseStartPath(
  deps: Pick<Deps, "db">,
  input: { actor: Actor; path: OnboardingPath },
): Promise<void> {
  await inTx(deps.db, "choose-start-path", async (tx) => {
    await ensureRow(tx, input.actor)
    await tx.update(onboarding).set({ path: input.path }).where(eq(onboarding.userId, input.actor.userId))
  })
}

export const CHECKLIST_WISHES = ["open", "folded", "away"] as const
export type ChecklistWish = (typeof CHECKLIST_WISHES)[number]

/** Opens the list of first steps, folds it, or puts it away; each can be taken back. */
export async function arrangeChecklist(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; wish: ChecklistWish },
): Promise<void> {
  const dismissedAt = input.wish === "away" ? deps.clock.now() : null
  await inTx(deps.db, "arrange-checklist", async (tx) => {
    await ensureRow(tx, input.actor)
    await tx
      .update(onboarding)
      .set({ collapsed: input.wish !== "open", dismissedAt })
      .where(eq(onboarding.userId, input.actor.userId))
  })
}

/** The row begins with the path of the account's own roles. */
async function ensureRow(tx: Tx, { userId, roles }: Actor): Promise<void> {
  const path = roles.includes("fan") || !roles.includes("publisher") ? "fan" : "publisher"
  await tx.insert(onboarding).values({ userId, path }).onConflictDoNothing()
  await tx.execute(sql`select 1 from ${onboarding} where user_id = ${userId} for update`)
}
