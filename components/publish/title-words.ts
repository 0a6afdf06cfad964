/** What a title and a release are, do and may become, in the reader's words. */
import type { ChipTone } from "#components/ui/chip.tsx"
import type { Translate } from "#lib/kernel/messages.ts"

export type Said = { tone: ChipTone; word: string; says: string }

/** A state, and what it means for buyers, fans and the publisher. */
export function titleState(t: Translate, state: string): Said {
  switch (state) {
    case "published":
      return { tone: "ok", word: t("on offer"), says: t("People can buy it; fans can link to it and carry it.") }
    case "in_review":
      return { tone: "info", word: t("waits for review"), says: t("A person looks at it before it is offered.") }
    case "withdrawn":
      return { tone: "neutral", word: t("withdrawn"), says: t("Nobody can buy it; whoever bought it keeps it.") }
    case "taken_down":
      return { tone: "danger", word: t("taken down"), says: t("An operator stopped it; it is neither sold nor sent.") }
    default:
      return { tone: "neutral", word: t("draft"), says: t("Only you see it.") }
  }
}

export function releaseState(t: Translate, state: string): Omit<Said, "says"> {
  switch (state) {
    case "uploading":
      return { tone: "info", word: t("uploading") }
    case "uploaded":
      return { tone: "brass", word: t("uploaded") }
    case "publishing":
      return { tone: "info", word: t("publishing") }
    case "published":
      return { tone: "ok", word: t("published") }
    case "failed":
      return { tone: "danger", word: t("failed") }
    default:
      return { tone: "neutral", word: t("withdrawn") }
  }
}

export function demoWord(t: Translate, terms: string): string {
  if (terms === "trial") return t("trial part")
  return terms === "timed" ? t("timed, 30 days") : t("none")
}
