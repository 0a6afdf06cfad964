/** What stands where a title was that an operator has taken down: what happened, and nothing that leads to a purchase. */
import { html } from "./html.ts"
import { messagePage, type PlainDocument } from "./plain-page.ts"

export const takenDownPage = (name: string, notice: string | null): PlainDocument =>
  messagePage(
    `${name} was taken down`,
    notice || "It is not available here any more.",
    html`Whoever bought it has been told by e-mail. &nbsp; <a class="button" href="/">To the front page</a>`,
  )
