/** The rates an order is placed at: the house's, with what the title's publisher adds to the fan's share just then. */
import type { Term } from "../catalog/term.ts"
import type { Rates } from "./split.ts"

/**
 * The fan's addition comes out of the publisher's share, so that the sum stays what it was; carriage and platform never
 * move. A term below the house's rate, or one the publisher's share cannot bear, gives what there is.
 */
export function ratesAt(house: Rates, term: Pick<Term, "referralBps"> | null): Rates {
  const wanted = Math.max(0, (term?.referralBps ?? house.referralBps) - house.referralBps)
  const added = Math.min(wanted, house.publisherBps)
  return {
    ...house,
    referralBps: house.referralBps + added,
    publisherBps: house.publisherBps - added,
  }
}
