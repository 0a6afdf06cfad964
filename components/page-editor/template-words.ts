/** How templates are called and whom they suit; English here, translated where it is shown. */
import { m } from "#lib/kernel/messages.ts"
import type { TemplateName } from "#lib/pages/templates.ts"

export const TEMPLATE_WORDS: Readonly<Record<TemplateName, { label: string; use: string }>> = {
  shopWindow: {
    label: m("Shop window"),
    use: m("Calm paper, the covers first: for those who recommend several works."),
  },
  fanzine: { label: m("Fanzine"), use: m("Loud and torn by hand: one work after the other, each with your reasons.") },
  oneNight: {
    label: m("One night"),
    use: m("Dark, and about one work only: for the thing you want everybody to see."),
  },
  blank: { label: m("Empty sheet"), use: m("Nothing on it yet. You add every block yourself.") },
}
