/** A title's terms as fans read them: "7 % until 31 December". */
import { lastDayOf, type Term } from "#lib/catalog/term.ts"
import { formatDate, formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

export const termSentence = (t: Translate, term: Pick<Term, "referralBps" | "endsAt">): string =>
  t("{share} until {day}", {
    share: formatShare(term.referralBps / 10_000, t.locale),
    day: formatDate(lastDayOf(term), t.locale),
  })
