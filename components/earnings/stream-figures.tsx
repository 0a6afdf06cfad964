/** The two streams beside each other, never blended: referral in coral, carriage in teal, each with its words. */
import type { KindTotals } from "#lib/earnings/queries.ts"
import { Card } from "../ui/card.tsx"
import { MoneyChip, StreamChip } from "../ui/chip.tsx"
import { Money } from "../ui/money.tsx"

const STORIES = { referral: "for bringing people", carriage: "for carrying their downloads" } as const
const STATES = [
  ["pending", "pendingMicros"],
  ["matured", "maturedMicros"],
  ["processing", "processingMicros"],
  ["paid", "paidMicros"],
  ["held", "heldMicros"],
] as const

export function StreamFigures({ kind, totals }: { kind: "referral" | "carriage"; totals: KindTotals }) {
  return (
    <Card as="section" className="grid gap-4">
      <h2 className="flex items-center gap-3 text-18">
        <StreamChip kind={kind} /> <span>{STORIES[kind]}</span>
      </h2>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {STATES.filter(([state, key]) => state !== "held" || totals[key] > 0n).map(([state, key]) => (
          <div key={state} className="contents">
            <dt>
              <MoneyChip state={state} tone={kind} />
            </dt>
            <dd className="text-end text-22" data-testid={`${kind}-${state}`}>
              <Money micros={totals[key]} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
