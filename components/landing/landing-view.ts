/** What the landing page shows; the server gathers it, and nothing in it is true only sometimes. */
import type { Translate } from "../../lib/kernel/messages.ts"
import type { Bps, Micros } from "../../lib/kernel/money.ts"
import type { PictureView } from "../../lib/media/picture.ts"
import type { Deal, FanRates } from "./calculator.ts"

export type CoverView = { slug: string; name: string; price: string; hasCover: boolean; cover: PictureView | null }

export type ExamplePage = { slug: string; name: string; words: string; titles: readonly CoverView[] }

export type LandingView = {
  t: Translate
  theme: "system" | "light" | "dark"
  /** A session's cookie came along; the desk itself finds out whether it still counts. */
  signedIn: boolean
  publicUrl: string
  rates: FanRates & { publisherBps: Bps; platformBps: Bps }
  holdDays: number
  /** Longer for accounts younger than so many days. */
  young: { holdDays: number; ownerDays: number }
  payoutMinimum: Micros
  figures: { carriersAlive: number; bytesCarriedToday: bigint; paidMicros: Micros }
  /** Newest first; only titles that are in the catalogue. */
  covers: readonly CoverView[]
  /** A fan's real page; null when none has enough on it to show. */
  example: ExamplePage | null
  deal: Deal
  /** Whether pictures of our own pages were taken; without them the steps stand in words alone. */
  hasPictures: boolean
  /** The sample world's neighbours; null in the real one. */
  sample: { mailboxUrl: string; blogUrl: string } | null
}
