/** The few sentences that stand on other people's pages, in the language chosen for them. */
import { formatPrice } from "../../lib/kernel/format.ts"
import type { Translate } from "../../lib/kernel/messages.ts"
import type { Cents } from "../../lib/kernel/money.ts"

/** Stands near every link: who earns, and for what. */
export const disclosure = (t: Translate): string => t("I earn from purchases and for carrying the download.")

export type Offered = { offered: boolean; priceCents: Cents; hasDemo: boolean }

/** The price, or what stands in its place. */
export function offerWords(t: Translate, { offered, priceCents }: Omit<Offered, "hasDemo">): string {
  if (!offered) return t("not available")
  return priceCents === 0n ? t("free") : formatPrice(priceCents, t.locale)
}

/** Whether a link that was meant for the demo can lead there. */
export const leadsToDemo = (wanted: boolean, { offered, hasDemo }: Offered): boolean => wanted && offered && hasDemo

const carriersWords = (t: Translate, carriers: number): string => t.n("One carrier", "{count} carriers", carriers)

/** What a badge or a button says: on its left what one gets, on its right for how much, or how many carry it; nobody carrying it is no news. */
export function faceWords(
  t: Translate,
  name: string,
  { demo, carriers, ...offer }: Offered & { demo: boolean; carriers: number | null },
): { label: string; offer: string } {
  const isDemo = leadsToDemo(demo, offer)
  const said = isDemo ? t("free demo") : offerWords(t, offer)
  return {
    label: isDemo ? t("Try {name}", { name }) : t("Get {name}", { name }),
    offer: !carriers || !offer.offered ? said : carriersWords(t, carriers),
  }
}
