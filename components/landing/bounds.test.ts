/** What the landing page promises a cheat, held against the protocol's own numbers. */
import { expect, it } from "vitest"
import { english } from "../../lib/kernel/messages.ts"
import { cents, centsToMicros } from "../../lib/kernel/money.ts"
import { pieceSizeFor } from "../../peer-node/protocol/content.ts"
import { GIB, MIB } from "../../peer-node/protocol/limits.ts"
import { RECEIPT_BYTES } from "../../peer-node/protocol/receipt.ts"
import { startWindowBytes } from "../../peer-node/protocol/ticket.ts"
import { bounds } from "./bounds.ts"
import { FIRST_DEAL } from "./calculator.ts"
import type { LandingView } from "./landing-view.ts"

const view = (rates: { referralBps: number; carriageBps: number }, holdDays: number): LandingView => ({
  t: english,
  theme: "system",
  signedIn: false,
  publicUrl: "https://fanfare.example",
  rates: { ...rates, publisherBps: 8_000, platformBps: 1_000 },
  holdDays,
  young: { holdDays: 45, ownerDays: 90 },
  payoutMinimum: centsToMicros(cents(1_000)),
  figures: { carriersAlive: 0, bytesCarriedToday: 0n, paidMicros: centsToMicros(cents(0)) },
  covers: [],
  example: null,
  deal: FIRST_DEAL,
  hasPictures: false,
  sample: null,
})

/** Numbers and their units hold together by narrow spaces. */
const said = (rates: Parameters<typeof view>[0], holdDays: number): string =>
  bounds(view(rates, holdDays)).html.replace(/\s/g, " ")

/** What a table's row with this trick says can be taken. */
function most(page: string, trick: RegExp): string {
  const row = page.split("<tr>").find((part) => trick.test(part))
  return /<b>([^<]*)<\/b>/.exec(row ?? "")?.[1] ?? "no such row"
}

it("names the window a node really risks, and what it is worth of the pool", () => {
  // 2 500 000 micros are the pool of $50.00 at 500 bps; one window is a 128th of the file.
  expect(startWindowBytes(GIB, pieceSizeFor(GIB))).toBe(8 * MIB)
  const page = said({ referralBps: 500, carriageBps: 500 }, 30)
  expect(page).toContain("8 MiB at most, $0.0195 of a gigabyte")
  expect(page).toContain(`a receipt of ${RECEIPT_BYTES} bytes`)
  expect(most(page, /refuses to sign/)).toBe("one window")
})

it("follows the rates and the hold of the house that serves it", () => {
  const page = said({ referralBps: 430, carriageBps: 510 }, 31)
  expect(most(page, /second node carries/)).toBe("5.1 %")
  expect(most(page, /never sent/)).toBe("5.1 %")
  expect(most(page, /Stolen cards/)).toBe("9.4 %")
  expect(page).toContain("9.4 % with a fan site of their own")
  expect(page).toContain("less what 31 days of holding")
  for (const free of [/everything twice/, /Claiming twice/, /stolen node key/]) expect(most(page, free)).toBe("$0.00")
})
