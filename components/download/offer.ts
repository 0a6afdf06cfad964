/** What a page offers to download: the title, the right the person has to it, and the release it stands for. */

export type Offer = {
  slug: string
  name: string
  kind: "game" | "film" | "music" | "assets"
  right: "purchase" | "demo"
  /** What a demo opens: the trial part, or everything while it lasts. */
  demoTerms: "trial" | "timed" | "none"
  /** base64url hash of the release's manifest. */
  obj: string
  sizeBytes: number
  pieceCount: number
}

export type Phase = "resting" | "opening" | "fetching" | "complete"

/** How a download stands, as the page shows it. */
export type Snapshot = {
  phase: Phase
  pieceCount: number
  piecesHeld: number
  sizeBytes: number
  /** Verified bytes by where they came from. */
  originBytes: number
  carrierBytes: number
  bytesPerSecond: number
  /** A sentence for the person; null when nothing is wrong. */
  failure: string | null
  /** Changes when files can be opened that could not before. */
  filesKnown: boolean
}

/** A timed demo is played here and not saved; everything else that opens may be kept. */
export const maySave = (offer: Offer): boolean => offer.right === "purchase" || offer.demoTerms === "trial"

/** The parts this person's licence opens. */
export function openParts(offer: Offer): readonly ("trial" | "full")[] {
  return offer.right === "demo" && offer.demoTerms === "trial" ? ["trial"] : ["trial", "full"]
}

/** Films and music play while they arrive. */
export const streamsOf = (offer: Offer): boolean => offer.kind === "film" || offer.kind === "music"
