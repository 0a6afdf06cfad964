/** The exact words on a demo: what it opens, for how long, what stays, and that it costs nothing. */
import type { DemoTerms } from "#lib/catalog/title-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"

/** A sentence each. None for a title without a demo. */
export function demoWords(t: Translate, terms: DemoTerms, days: number): string[] {
  if (terms === "none") return []
  return [
    terms === "trial"
      ? t.n("Opens the trial part for 1 day.", "Opens the trial part for {count} days.", days)
      : t.n(
          "Opens all of it for 1 day, here or with a node.",
          "Opens all of it for {count} days, here or with a node.",
          days,
        ),
    terms === "trial"
      ? t("The whole title is downloaded, locked. Buying it opens the rest, without a second download.")
      : t("It plays and opens but is not saved. Buying it keeps it, without a second download."),
    t("It ends by itself. No card is asked for, nothing is charged. One demo per person."),
  ]
}
