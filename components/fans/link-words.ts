/** Links in words: the state of one, the fields a change names, and where it leads. */
import type { DestinationKind } from "#lib/fans/destination.ts"
import type { LinkState } from "#lib/fans/link-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { ChipTone } from "../ui/chip.tsx"

type Stated = { state: LinkState; archivedAt: Date | null }
export type StateWord = { value: string; label: string; tone: ChipTone }

/** One or two words; a retired link is retired, whatever became of its title. */
export function stateWord(t: Translate, { state, archivedAt }: Stated): StateWord {
  if (archivedAt) return { value: "retired", label: t("retired"), tone: "neutral" }
  const words: Record<LinkState, [string, ChipTone]> = {
    taken_down: [t("title taken down"), "danger"],
    withdrawn: [t("title withdrawn"), "danger"],
    page_hidden: [t("page hidden"), "danger"],
    page_unpublished: [t("page not published"), "brass"],
    free: [t("free title"), "info"],
    site_silent: [t("site does not answer"), "brass"],
    ok: [t("live"), "ok"],
  }
  const [label, tone] = words[state]
  return { value: state, label, tone }
}

/** What it means and what to do; null when nothing is the matter. */
export function stateAdvice(t: Translate, state: LinkState): string | null {
  const words: Record<LinkState, string | null> = {
    taken_down: t(
      "The title was taken down. Visitors read why. Point the link at another title: its code stays the same.",
    ),
    withdrawn: t(
      "The title is no longer offered. Visitors see what else you recommend. Point the link at another title: its code stays the same.",
    ),
    page_hidden: t("Your page is hidden, so visitors are led to the title instead."),
    page_unpublished: t(
      "Your page is not published: visitors see a plain list of its titles. Publish it when it is ready.",
    ),
    free: t("The title is free: visitors are glad of it, but nothing is paid for it."),
    site_silent: t("The site this link stands on has not answered for three days. The link itself works."),
    ok: null,
  }
  return words[state]
}

export function fieldWord(t: Translate, field: string): string {
  const words: Record<string, string> = {
    titleId: t("Title"),
    siteId: t("Site"),
    destination: t("Leads to"),
    deepPath: t("Path"),
    utm: t("utm tags"),
    subId: t("Sub-id"),
    name: t("Name"),
    tags: t("Tags"),
    note: t("Note"),
  }
  return words[field] ?? field
}

export const destinationWord = (t: Translate, kind: DestinationKind): string =>
  kind === "page" ? t("Your page on the site") : t("Its own page in the store")
