/** What the states of money are called; apart from their chips, so that server and browser can both name them. */
import type { Translate } from "#lib/kernel/messages.ts"

export type MoneyState = "pending" | "matured" | "processing" | "paid" | "held" | "refunded" | "void"

export function moneyWord(t: Translate, state: MoneyState): string {
  switch (state) {
    case "pending":
      return t("pending")
    case "matured":
      return t("matured")
    case "processing":
      return t("on its way")
    case "paid":
      return t("paid")
    case "held":
      return t("held")
    case "refunded":
      return t("refunded")
    case "void":
      return t("void")
  }
}
