/** Who carries a title at this moment: one line, refreshed by the page's small script where there is one. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { PromoTitle } from "#lib/pages/promo-context.ts"

/** "12 carriers, 3 from this site"; nothing while the origin alone serves it. */
export function stockWords(t: Translate, carriers: number, ownCarriers: number): string {
  if (carriers === 0) return ""
  const all = t.n("{count} carrier", "{count} carriers", carriers)
  if (ownCarriers === 0) return t("{carriers} online now", { carriers: all })
  return t("{carriers}, {own} from this site", { carriers: all, own: ownCarriers })
}

export function Stock({ title, t }: { title: PromoTitle; t: Translate }) {
  return (
    <p className="stock" data-stock={title.titleId} data-carriers={title.carriers}>
      {stockWords(t, title.carriers, title.ownCarriers)}
    </p>
  )
}
