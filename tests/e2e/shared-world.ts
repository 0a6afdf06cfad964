/** Starts one world before the browser tests and stops it after them; with FANFARE_TEST_URL set, a running one is used. */
import { startFanfare } from "../support/running-fanfare.ts"

/** Visibly lowered from $10, so that one sale's shares are above it and a song's is below. */
export const PAYOUT_MINIMUM_CENTS = 10

export default async function sharedWorld(): Promise<() => Promise<void>> {
  // Pictures are taken, and long walks made, where people have lived for weeks.
  const world = process.env.FANFARE_SCREENSHOTS !== undefined || process.env.FANFARE_LONG !== undefined
  const terms = { FANFARE_MODE: "sample", FANFARE_PAYOUT_MINIMUM_CENTS: String(PAYOUT_MINIMUM_CENTS) }
  const fanfare = await startFanfare(world ? {} : terms, { world })
  process.env.FANFARE_TEST_URL = fanfare.url
  process.env.FANFARE_TEST_DATA = fanfare.dataDir
  return fanfare.stop
}
