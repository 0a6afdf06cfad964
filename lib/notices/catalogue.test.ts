/** Every kind of notice, in every language: whole sentences, no place left empty, a mail that renders. */
import { describe, expect, test } from "vitest"
import { wordsOf } from "#messages/catalogues.ts"
import { LOCALES } from "../kernel/messages.ts"
import { renderMail } from "../mail/render-mail.ts"
import { CATALOGUE, type NoticeKind, type PayloadOf, readNotice } from "./catalogue.ts"
import { AUDIENCES } from "./notice.ts"
import { noticeMail, whyMailed } from "./notice-mail.ts"

const at = "2026-12-22T00:00:00.000Z"
const title = "Harbour Lights"
const slug = "harbour-lights"
const micros = "1499500"
const reason = "PayPal is reviewing this payment."
const payout = { micros: "23450000", receiver: "noor@paypal.example", reason, payoutId: "pay_1", state: "paid" }
const sale = { title, micros, maturesAt: at, orderId: "ord_1" }

/** A kind without an example here does not compile. */
const EXAMPLES: { [K in NoticeKind]: PayloadOf<K> } = {
  "password-changed": {},
  "payee-changed": { oldAddress: "a@x.example", newAddress: "b@x.example", frozenUntil: at },
  "payee-confirmed": { address: "b@x.example" },
  "key-made": { name: "stream overlay", scopes: "links:read, figures:read" },
  "node-paired": { node: "attic" },
  "webhook-made": { host: "hooks.example", events: "sale.captured, payout.paid" },
  "new-device": { title, slug },
  "mail-undeliverable": { address: "noor@x.example" },
  "payout-paid": payout,
  "payout-unclaimed": payout,
  "payout-delayed": payout,
  "payout-failed": payout,
  "payout-returned": payout,
  "payouts-paused": { receiver: payout.receiver },
  "line-held": { title, micros, reason, orderId: "ord_1", stream: "referral" },
  "lines-released": { micros },
  "first-sale": sale,
  sale,
  "demo-converted": sale,
  "first-code-sale": { ...sale, code: "NOOR" },
  "own-code": { code: "NOOR" },
  "own-sale": { title, reason: "The buyer is the same account.", code: "NOOR" },
  "demo-started": { title, countsUntil: at, demoId: "ent_1" },
  "carriage-settled": { ...sale, bytes: "312000000", sizeBytes: "1024000000" },
  matured: { micros, lines: "3", payoutAt: at, day: "2026-12-22" },
  "node-offline": { node: "attic", since: at },
  "node-back": { node: "attic" },
  "audit-failed": { node: "attic", title },
  "node-suspended": { node: "attic" },
  "stock-finished": { node: "attic", title },
  "stock-withdrawn": { title },
  "link-withdrawn": { title, links: "2" },
  "link-free": { title, links: "2" },
  "link-page-out": { site: "Noor plays", siteId: "sit_1", links: "1" },
  "site-silent": { site: "Noor plays", siteId: "sit_1", url: "https://noor.example/" },
  "domain-lost": { host: "games.example", siteId: "sit_1" },
  "site-found": { place: "noor.example/blog", siteId: "sit_1" },
  "site-failing": { place: "noor.example/blog", siteId: "sit_1" },
  "site-lost": { place: "noor.example/blog", siteId: "sit_1" },
  "site-taken": { place: "noor.example/blog", siteId: "sit_1" },
  "webhook-failing": { host: "hooks.example", webhookId: "whk_1", since: at },
  "webhook-disabled": { host: "hooks.example", webhookId: "whk_1", reason: "gone" },
  "page-hidden": { site: "Noor plays", siteId: "sit_1", reason },
  "release-published": { title, slug, version: "1.2" },
  "release-failed": { title, slug, version: "1.2", reason },
  "title-approved": { title, slug },
  "title-refused": { title, slug, reason },
  "title-taken-down": { title, slug, reason },
  "title-sold": { title, slug, micros },
  receipt: { title, slug, priceMicros: "29990000", referralMicros: micros, orderId: "ord_1", at },
  "demo-ending": { title, slug, endsAt: at },
  "demo-ended": { title, slug },
  "flag-opened": { reason, subject: "ord_1" },
  "work-stuck": { work: "payout.send", attempts: "24" },
}
const KINDS = Object.keys(CATALOGUE) as NoticeKind[]
const URL = "https://fanfare.example"

describe.each(LOCALES)("in %s", (locale) => {
  const t = wordsOf(locale)
  test.each(KINDS)("%s reads whole, in the app and as a mail", (kind) => {
    const payload = EXAMPLES[kind] as Record<string, string>
    const { category, audience } = CATALOGUE[kind]
    const read = readNotice(t, { kind, payload })
    const mail = noticeMail(t, URL, category, [{ kind, category, payload }])
    const { subject, text, html } = renderMail(mail, { t, why: whyMailed(t, category) })
    const said = [read.title, read.body, read.action, ...(read.rows ?? []).flat(), subject, text]
    for (const words of said) {
      expect(words.trim()).not.toBe("")
      expect(words).not.toMatch(/\{\w+\}|undefined|null|NaN|Invalid|\[object/)
    }
    expect(AUDIENCES).toContain(audience)
    expect(read.link).toMatch(/^\/[\w/-]*$/)
    expect(html).toContain(`href="${URL}${read.link}"`)
    expect(html).toContain(`lang="${locale}"`)
  })
})

test("a sale says how much, from what and from when on it is ours", () => {
  const read = readNotice(wordsOf("en"), { kind: "sale", payload: sale })
  expect(read.title).toBe("You earned $1.4995 from Harbour Lights")
  expect(read.body).toBe("Somebody you brought bought it: $1.4995, yours on 22 December 2026.")
})

test("several of one moment are one mail that adds up what was earned, once", () => {
  const news = [sale, sale, sale].map((payload) => ({ kind: "sale", category: "earnings" as const, payload }))
  const matured = { kind: "matured", category: "earnings" as const, payload: EXAMPLES.matured }
  const mail = noticeMail(wordsOf("en"), URL, "earnings", [...news, matured])
  expect(mail.subject).toBe("Earnings: $4.4985 from 4 events")
  expect(mail.lines.filter((line) => typeof line === "object" && "entry" in line)).toHaveLength(4)
})

test("a digest lists twenty and counts the rest", () => {
  const news = Array.from({ length: 23 }, () => ({
    kind: "demo-started",
    category: "earnings" as const,
    payload: EXAMPLES["demo-started"],
  }))
  const { lines } = noticeMail(wordsOf("en"), URL, "weekly", news)
  expect(lines.filter((line) => typeof line === "object" && "entry" in line)).toHaveLength(20)
  expect(lines).toContain("3 more stand in your notifications.")
})

test("a notice of a version to come is shown without words of its own", () => {
  expect(readNotice(wordsOf("en"), { kind: "from-the-future", payload: {} }).link).toBe("/notifications")
})
