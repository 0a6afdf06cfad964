/** Notices about money on its way: payouts and what delays them. */
import { money, notice } from "./notice.ts"

type Payout = { micros: string; receiver: string; reason: string; payoutId: string; state: string }

/** PayPal's and our own sentences, in the reader's language where we know it. */
export const MONEY_NOTICES = {
  "payout-paid": notice<Payout>({
    audience: "fan",
    category: "money",
    pace: "now",
    event: "payout.paid",
    link: () => "/dashboard/payouts",
    words: (t, p) => ({
      title: t("{money} was paid to you", { money: money(t, p.micros) }),
      body: t("PayPal has paid it to {receiver}. The statement behind it is on your dashboard.", {
        receiver: p.receiver,
      }),
      action: t("See your payouts"),
    }),
  }),
  "payout-unclaimed": notice<Payout>({
    audience: "fan",
    category: "money",
    pace: "now",
    link: () => "/dashboard/payouts",
    words: (t, p) => ({
      title: t("{money} waits for you at PayPal", { money: money(t, p.micros) }),
      body: t(
        "{receiver} has no PayPal account yet. Open one with that address within 30 days, or the money comes back to your balance here. Nothing is lost.",
        { receiver: p.receiver },
      ),
      action: t("See your payouts"),
    }),
  }),
  "payout-delayed": notice<Payout>({
    audience: "fan",
    category: "money",
    pace: "now",
    link: () => "/dashboard/payouts",
    words: (t, p) => ({
      title: t("Your payout of {money} is delayed", { money: money(t, p.micros) }),
      body: t("{reason} We look at it every hour and tell you when it moves.", { reason: t.known(p.reason) }),
      action: t("See your payouts"),
    }),
  }),
  "payout-failed": notice<Payout>({
    audience: "fan",
    category: "money",
    pace: "now",
    event: "payout.failed",
    link: () => "/settings",
    words: (t, p) => ({
      title: t("Your payout of {money} did not go through", { money: money(t, p.micros) }),
      body: t("{reason} Check the PayPal address {receiver}; what is matured goes out again next Monday.", {
        reason: t.known(p.reason),
        receiver: p.receiver,
      }),
      action: t("Check your PayPal address"),
    }),
  }),
  "payout-returned": notice<Payout>({
    audience: "fan",
    category: "money",
    pace: "now",
    event: "payout.failed",
    link: () => "/dashboard/payouts",
    words: (t, p) => ({
      title: t("{money} came back to your balance", { money: money(t, p.micros) }),
      body: t("{reason} It stays yours and goes out again with the next payout.", { reason: t.known(p.reason) }),
      action: t("See your payouts"),
    }),
  }),
  "payouts-paused": notice<{ receiver: string }>({
    audience: "fan",
    category: "money",
    pace: "now",
    link: () => "/settings",
    words: (t, p) => ({
      title: t("Your payouts are paused"),
      body: t(
        "Three payouts to {receiver} failed in a row. Check the address and confirm it again; until then everything you earn stays on your balance.",
        { receiver: p.receiver },
      ),
      action: t("Check your PayPal address"),
    }),
  }),
  "line-held": notice<{
    title: string
    micros: string
    reason: string
    orderId: string
    stream: "referral" | "carriage"
  }>({
    audience: "fan",
    category: "money",
    pace: "now",
    event: ({ stream }) => (stream === "carriage" ? "carriage.settled" : "sale.captured"),
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("{money} from {title} is held", { money: money(t, p.micros), title: p.title }),
      body: t("{reason} A person looks at it; a hold delays money and takes none away.", {
        reason: t.known(p.reason),
      }),
      action: t("See why"),
    }),
  }),
  "lines-released": notice<{ micros: string }>({
    audience: "fan",
    category: "money",
    pace: "now",
    link: () => "/dashboard",
    words: (t, p) => ({
      title: t("{money} is no longer held", { money: money(t, p.micros) }),
      body: t("A person looked at it and found it in order. It is paid once it has matured, like everything else."),
      action: t("See your earnings"),
    }),
  }),
} as const
