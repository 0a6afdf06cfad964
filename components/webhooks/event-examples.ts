/** One message of each kind, as it is sent; a test holds every one to the shape it stands for. */
import type { ProgramEvent } from "#lib/notices/program-event-state.ts"

const at = "2026-11-23T12:00:00.000Z"
const title = { id: "ttl_01m6bfp5g0q1w2e3r4t5y6z7x8", slug: "tin-comet", name: "Tin Comet" }
const link = { id: "lnk_01m6bfp5g0f1g2h3j4k5m6n7p8", code: "noor-comet" }
const commission = {
  id: "4711",
  kind: "referral",
  amount: "1.4995",
  currency: "USD",
  state: "pending",
  paid: "0.00",
  refunded: "0.00",
  offset: "0.00",
  unpaid: [
    {
      amount: "1.4995",
      code: "hold",
      reason: "Matures on 23 December 2026.",
      next_change_at: "2026-12-23T12:00:00.000Z",
    },
  ],
  rate_bps: 500,
  basis: "29.99",
  earned_at: at,
  matures_at: "2026-12-23T12:00:00.000Z",
  ...{ link, sub_id: "sidebar", code: null },
  order: {
    id: "ord_01m6bfp5g01bas4ne9qrj23fcv",
    title,
    price: "29.99",
    refunded: "0.00",
    captured_at: at,
    rule: "last_click",
  },
}
const payout = {
  id: "pay_01m6bfp5g0d0j1k2m3n4p5q6r7",
  amount: "23.45",
  currency: "USD",
  state: "paid",
  reason: null,
  receiver: "noor@paypal.example",
  created_at: at,
}
const site = {
  id: "sit_01m6bfp5g0a1b2c3d4e5f6g7h8",
  slug: "damp-attic",
  name: "The Damp Attic",
  url: "https://attic.example/",
  page_url: "https://fanfare.example/s/damp-attic",
  proved: true,
  titles: 3,
  created_at: at,
}

export const EVENT_EXAMPLES: Readonly<Record<ProgramEvent, unknown>> = {
  "sale.captured": commission,
  "carriage.settled": {
    order_id: commission.order.id,
    amount: "0.25",
    bytes_carried: "312000000",
    commissions: [{ ...commission, kind: "carriage", amount: "0.25", ...{ link: null, sub_id: null } }],
  },
  "commission.matured": {
    day: "2026-12-23",
    amount: "1.4995",
    currency: "USD",
    commissions: 1,
    next_payout_at: "2026-12-28T06:00:00.000Z",
  },
  "demo.started": {
    id: "ent_01m6bfp5g0x1y2z3a4b5c6d7e8",
    title,
    ...{ link, sub_id: "sidebar", code: null },
    started_at: at,
    ends_at: "2026-12-23T12:00:00.000Z",
    counts_until: "2027-01-22T12:00:00.000Z",
  },
  "click.counted": {
    from: "2026-11-23T11:59:03.000Z",
    to: at,
    counted: 12,
    links: [{ ...link, counted: 12 }],
    more: null,
  },
  "payout.sent": { ...payout, state: "submitted" },
  "payout.paid": payout,
  "payout.failed": { ...payout, state: "failed", reason: "The PayPal account cannot receive money." },
  "link.dead": {
    ...{ ...link, url: "https://fanfare.example/r/noor-comet" },
    title: { ...title, state: "withdrawn" },
    site: { id: site.id, name: site.name },
    ...{ name: "Sidebar", tags: [], note: "", sub_id: null, destination: "title", path: null, utm: null },
    ...{ state: "live", watch: "withdrawn", clicks: { counted: 311, raw: 402 }, created_at: at, archived_at: null },
  },
  "site.verified": site,
  "site.lost": { ...site, proved: false },
  ping: { webhook_id: "whk_01m6bfp5g0r1s2t3v4w5x6y7z8" },
}

/** The whole body. */
export const exampleOf = (type: ProgramEvent): string =>
  JSON.stringify({ type, timestamp: at, data: EVENT_EXAMPLES[type] }, null, 2)
