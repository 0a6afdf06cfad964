/** What people's own programs can be told of: one closed list, with what each means. */
import { m } from "../kernel/messages.ts"

export const PROGRAM_EVENTS = {
  "sale.captured": m("Somebody you brought has bought: your commission is booked"),
  "carriage.settled": m("A download your nodes carried is settled: your commission is booked"),
  "commission.matured": m("Commissions of a day can no longer be taken back"),
  "demo.started": m("Somebody you brought has started a demo"),
  "click.counted": m(
    "Clicks on your links as they come, summed up, at most once a minute; own ones found later stay told",
  ),
  "payout.sent": m("A payout was handed to PayPal"),
  "payout.paid": m("PayPal has paid a payout"),
  "payout.failed": m("A payout failed or came back to your balance"),
  "link.dead": m("A link of yours leads nowhere any more"),
  "site.verified": m("A site is proved to be yours"),
  "site.lost": m("The proof of a site is gone"),
  ping: m("A test message, sent when you press the button; every webhook gets it"),
} as const satisfies Record<string, string>

export type ProgramEvent = keyof typeof PROGRAM_EVENTS

export const isProgramEvent = (word: unknown): word is ProgramEvent =>
  typeof word === "string" && Object.hasOwn(PROGRAM_EVENTS, word)

/** What one chooses from; a ping is asked for, not chosen. */
export const CHOSEN_EVENTS = (Object.keys(PROGRAM_EVENTS) as ProgramEvent[]).filter((event) => event !== "ping")
