/** What carriers saved a publisher: bytes they served instead of the origin, and what those would have cost, as an estimate. */
import { Bytes } from "#components/ui/bytes.tsx"
import { Money } from "#components/ui/money.tsx"
import { Stat } from "#components/ui/stat.tsx"
import { originCost } from "#lib/earnings/origin-cost.ts"
import type { Served } from "#lib/earnings/publisher-sales.ts"
import { formatMoney, formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cents, centsToMicros, type Micros, wholeCents } from "#lib/kernel/money.ts"

type SavedProps = { t: Translate; served: Served; perGb: Micros }

const shareOf = ({ carriedBytes, originBytes }: Served): number =>
  carriedBytes + originBytes === 0 ? 0 : carriedBytes / (carriedBytes + originBytes)

export function SavedFigure({ t, served, perGb }: SavedProps) {
  return (
    <Stat
      tone="carriage"
      label={t("Saved by carriage, estimated")}
      value={<Estimate micros={originCost(served.carriedBytes, perGb)} />}
      story={t("Fans carried {share} of all bytes; a GB from the origin is reckoned at {price}.", {
        share: formatShare(shareOf(served), t.locale),
        price: formatMoney(perGb, t.locale),
      })}
    />
  )
}

/** An estimate has no millionths of a dollar, unless it has nothing else. */
const Estimate = ({ micros }: { micros: Micros }) =>
  micros < centsToMicros(cents(10)) ? <Money micros={micros} /> : <Money cents={wholeCents(micros)} />

/** Both streams of bytes side by side: teal from carriers, ink from the origin, each with its word and its figure. */
export function ServedBar({ t, served }: Omit<SavedProps, "perGb">) {
  const share = shareOf(served)
  return (
    <div className="grid gap-2">
      <div aria-hidden="true" className="flex h-3 gap-0.5 overflow-hidden rounded-chip bg-sunken">
        <span className="bg-carriage-fill" style={{ width: `${share * 100}%` }} />
        <span className="grow bg-ink" />
      </div>
      <dl className="flex flex-wrap justify-between gap-x-8 gap-y-1 text-14">
        <div className="flex gap-2">
          <dt className="font-semibold text-carriage">{t("Carriers")}</dt>
          <dd>
            <Bytes count={served.carriedBytes} /> ({formatShare(share, t.locale)})
          </dd>
        </div>
        <div className="flex gap-2">
          <dt className="font-semibold">{t("Origin")}</dt>
          <dd>
            <Bytes count={served.originBytes} /> ({formatShare(1 - share, t.locale)})
          </dd>
        </div>
      </dl>
    </div>
  )
}
