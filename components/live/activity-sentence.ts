/** Says in a sentence what happened; the figures in it are the event's own. */
import { formatBytes, formatMoney } from "#lib/kernel/format.ts"
import { m, type Translate } from "#lib/kernel/messages.ts"
import { micros } from "#lib/kernel/money.ts"

type Payload = Readonly<Record<string, string>>

const SENTENCES: Readonly<Record<string, (t: Translate, p: Payload) => string>> = {
  click: (t) => t("Somebody followed one of your links."),
  demo: (t) => t("Somebody you brought started a demo."),
  sale: (t, p) =>
    t("{title} was bought: {money} is yours once it matures.", { title: p.title ?? "", money: money(t, p) }),
  carriage: (t, p) =>
    t("Your node has carried {bytes} of {of} of a download.", { bytes: bytes(t, p.bytes), of: bytes(t, p.of) }),
  settlement: (t, p) =>
    t("A download was settled: {bytes} carried, {money} for you.", { bytes: bytes(t, p.bytes), money: money(t, p) }),
  payout: (t, p) =>
    t("A payout of {money}: {state}.", {
      money: formatMoney(micros(BigInt(p.cents ?? "0") * 10_000n), t.locale),
      state: payoutWord(t, p.state ?? ""),
    }),
  stock: (t, p) =>
    t("Your node holds {pieces} of {of} pieces of a title.", { pieces: p.pieces ?? "0", of: p.of ?? "0" }),
  node: (t, p) => t("The node {name} is paired with your account.", { name: p.name ?? "" }),
}

/** A payout's states as people say them. */
const PAYOUT_WORDS: Readonly<Record<string, string>> = {
  draft: m("being prepared"),
  approved: m("about to leave"),
  submitting: m("on its way to PayPal"),
  submitted: m("at PayPal"),
  paid: m("paid"),
  unclaimed: m("waiting to be claimed at PayPal"),
  held: m("held by PayPal"),
  blocked: m("blocked by PayPal"),
  failed: m("failed, and back on your account"),
  returned: m("returned to your account"),
  refunded: m("returned to your account"),
  reversed: m("taken back by PayPal"),
  canceled: m("called off, and back on your account"),
}

/** A payout's state in words; what PayPal may invent later is shown as it is. */
export const payoutWord = (t: Translate, state: string): string => t.known(PAYOUT_WORDS[state] ?? state)

export const activitySentence = (t: Translate, kind: string, payload: Payload): string =>
  SENTENCES[kind]?.(t, payload) ?? kind

const money = (t: Translate, p: Payload): string => formatMoney(micros(p.micros ?? "0"), t.locale)
const bytes = (t: Translate, count: string | undefined): string => formatBytes(BigInt(count ?? "0"), t.locale)
