/** What stands where a title was that an operator has taken down: what happened, and nothing that leads to a purchase. */
import type { Translate } from "#lib/kernel/messages.ts"
import { html } from "./html.ts"
import { messagePage, type PlainDocument } from "./plain-page.ts"

export const takenDownPage = (t: Translate, name: string, notice: string | null): PlainDocument =>
  messagePage(
    t("{title} was taken down", { title: name }),
    notice || t("It is not available here any more."),
    html`${t("Whoever bought it has been told by e-mail.")} &nbsp; <a class="button" href="/">${t("To the front page")}</a>`,
    t,
  )
