/** Clicks that were kept and do not count, by the reason: nothing is dropped, and nothing is guessed. */
import type { Figures } from "#lib/earnings/figures-sums.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type Reason = keyof Figures["notCounted"]

export function NotCounted({ t, notCounted }: { t: Translate; notCounted: Figures["notCounted"] }) {
  const reasons = (Object.keys(notCounted) as Reason[])
    .filter((reason) => notCounted[reason] > 0)
    .sort((a, b) => notCounted[b] - notCounted[a])
  if (reasons.length === 0) return <p className="text-muted">{t("Every click of these days counts.")}</p>
  return (
    <dl className="grid gap-px overflow-hidden rounded-card border border-line bg-surface sm:grid-cols-2 xl:grid-cols-3">
      {reasons.map((reason) => {
        const { name, why } = reasonWords(t, reason)
        return (
          <div
            key={reason}
            className="grid grid-cols-[1fr_auto] content-start gap-x-4 p-4 shadow-[0_0_0_1px_var(--line)]"
          >
            <dt className="text-14 font-semibold">{name}</dt>
            <dd className="figures text-end text-18">{formatCount(notCounted[reason], t.locale)}</dd>
            <dd className="col-span-2 text-14 text-muted">{why}</dd>
          </div>
        )
      })}
    </dl>
  )
}

function reasonWords(t: Translate, reason: Reason): { name: string; why: string } {
  switch (reason) {
    case "double":
      return { name: t("Again within the hour"), why: t("The same visitor on the same link; the first one counts.") }
    case "preview":
      return { name: t("Link previews"), why: t("A chat or a network fetched the link to show its card.") }
    case "bot":
      return { name: t("Robots"), why: t("Programs that name themselves: search engines, checkers, scripts.") }
    case "own":
      return { name: t("Your own"), why: t("You followed your own link in the browser you sign in with.") }
    case "prefetch":
      return { name: t("Fetched ahead"), why: t("A browser loaded the link in case somebody would press it.") }
    case "head":
      return { name: t("Only checked"), why: t("Something asked whether the link exists, and did not follow it.") }
    default:
      return { name: t("Nameless programs"), why: t("Programs that do not say what they are; browsers do.") }
  }
}
