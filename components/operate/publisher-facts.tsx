/** Whose title it is: how long here, and what became of earlier ones. */
import Link from "next/link"
import { Card } from "#components/ui/card.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type History = {
  name: string
  since: Date
  ownerId: string
  email: string
  offered: number
  takenDown: number
  approved: number
  refused: number
}

export function PublisherFacts({ t, history }: { t: Translate; history: History }) {
  const counts: [string, number][] = [
    [t("On offer"), history.offered],
    [t("Approved"), history.approved],
    [t("Refused"), history.refused],
    [t("Taken down"), history.takenDown],
  ]
  return (
    <Card as="section" className="grid gap-4">
      <div>
        <h2 className="text-22">{history.name}</h2>
        <Link href={`/operate/people/${history.ownerId}`} className="link text-14 break-all">
          {history.email}
        </Link>
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <dt className="text-muted">{t("Publisher since")}</dt>
        <dd>
          <DateTime at={history.since} />
        </dd>
        {counts.map(([label, n]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="figures text-end">{formatCount(n, t.locale)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
