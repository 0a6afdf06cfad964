/** How a title reaches its buyer: who carries it now, how fast that is, and who sees whose address. */
import { formatBytes, formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Card } from "../ui/card.tsx"
import { Rich } from "../ui/rich.tsx"

type HowProps = {
  t: Translate
  sizeBytes: number
  carriers: number
  /** What the carriers say they can send together; 0 when nobody says. */
  uplinkBytesPerSecond: number
}

export function HowItComes({ t, ...facts }: HowProps) {
  return (
    <Card as="section" className="grid gap-3">
      <h2 className="text-18">{t("How it reaches you")}</h2>
      <p className="flex items-baseline gap-2">
        <span aria-hidden="true" className="size-2.5 shrink-0 rounded-chip bg-carriage-fill" />
        <span>
          {carriersLine(t, facts.carriers)} {speedLine(t, facts)}
        </span>
      </p>
      <AddressChoice t={t} />
    </Card>
  )
}

/** An option of the node, in one piece. */
export const flag = (inner: string) => <code className="font-mono whitespace-nowrap">{inner}</code>

/** The two ways, and what each shows of the buyer. */
export function AddressChoice({ t }: { t: Translate }) {
  return (
    <dl className="grid gap-3 text-14">
      <div>
        <dt className="font-semibold">{t("In the page")}</dt>
        <dd className="text-muted">{t("From the origin alone. No fan sees anything of you.")}</dd>
      </div>
      <div>
        <dt className="font-semibold">{t("With a node")}</dt>
        <dd className="text-muted">
          <Rich
            text={t(
              "From fans and the origin at once, as fast as your line. Those fans see an IP address of yours while it downloads; with <c>--origin-only</c> none does.",
            )}
            c={flag}
          />
        </dd>
      </div>
    </dl>
  )
}

export const carriersLine = (t: Translate, count: number): string =>
  count === 0
    ? t("No fan carries it right now, so it comes from the origin.")
    : t.n("1 fan carries it right now.", "{count} fans carry it right now.", count)

/** Below this a figure would promise more than a home line keeps. */
const SECONDS_WORTH_SAYING = 2

function speedLine(t: Translate, { sizeBytes, carriers, uplinkBytesPerSecond }: Omit<HowProps, "t">): string {
  if (carriers === 0 || uplinkBytesPerSecond <= 0) return ""
  const seconds = sizeBytes / uplinkBytesPerSecond
  const speed = formatBytes(uplinkBytesPerSecond, t.locale)
  if (seconds < SECONDS_WORTH_SAYING) return t("Together they send up to {speed} a second.", { speed })
  return seconds < 90
    ? t("Together they send up to {speed} a second: all of it in about {seconds} seconds.", {
        speed,
        seconds: formatCount(Math.ceil(seconds), t.locale),
      })
    : t("Together they send up to {speed} a second: all of it in about {minutes} minutes.", {
        speed,
        minutes: formatCount(Math.ceil(seconds / 60), t.locale),
      })
}
