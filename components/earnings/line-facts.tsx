/** What a line is made of: the price, the rate, the state, and why it is not paid if it is not. */
import type { LineStory } from "#lib/earnings/line-story.ts"
import { formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Card } from "../ui/card.tsx"
import { MoneyChip } from "../ui/chip.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { Money } from "../ui/money.tsx"

const BPS_ONE = 10_000

export function LineFacts({ t, story: { line, order } }: { t: Translate; story: LineStory }) {
  const why = line.unpaid[0]
  return (
    <Card>
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">{t("Price captured")}</dt>
        <dd>
          <Money micros={order.priceMicros} />
          {order.capturedAt && (
            <span className="text-muted">
              {" · "}
              <DateTime at={order.capturedAt} mode="datetime" />
            </span>
          )}
        </dd>
        <dt className="text-muted">{t("Rate")}</dt>
        <dd>
          {t("{share} of", { share: formatShare(line.rateBps / BPS_ONE, t.locale) })}{" "}
          <Money micros={line.basisMicros} />
        </dd>
        <dt className="text-muted">{t("State")}</dt>
        <dd className="flex flex-wrap items-center gap-3">
          <MoneyChip state={line.state} tone={line.kind} />
          {why && <span>{why.reason}</span>}
        </dd>
      </dl>
    </Card>
  )
}
