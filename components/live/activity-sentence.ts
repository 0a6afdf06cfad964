/** Says in a sentence what happened; the figures in it are the event's own. */

import { formatBytes } from "#lib/kernel/format.ts"
import { formatMicros, micros } from "#lib/kernel/money.ts"

type Payload = Readonly<Record<string, string>>

const SENTENCES: Readonly<Record<string, (p: Payload) => string>> = {
  click: () => "Somebody followed one of your links.",
  demo: () => "Somebody you brought started a demo.",
  sale: (p) => `${p.title} was bought: ${money(p)} is yours once it matures.`,
  carriage: (p) => `Your node has carried ${bytes(p.bytes)} of ${bytes(p.of)} of a download.`,
  settlement: (p) => `A download was settled: ${bytes(p.bytes)} carried, ${money(p)} for you.`,
  payout: (p) => `A payout of ${formatMicros(micros(BigInt(p.cents ?? "0") * 10_000n))} is ${p.state}.`,
  stock: (p) => `Your node holds ${p.pieces} of ${p.of} pieces of a title.`,
  node: (p) => `The node ${p.name} is paired with your account.`,
}

export const activitySentence = (kind: string, payload: Payload): string => SENTENCES[kind]?.(payload) ?? kind

const money = (p: Payload): string => formatMicros(micros(p.micros ?? "0"))
const bytes = (count: string | undefined): string => formatBytes(BigInt(count ?? "0"), "en")
