/** Carriage of demos nobody has bought yet: what was carried, and how long it can still become money. */
import type { ContingentCarriage } from "#lib/earnings/carried-demos.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Bytes } from "../ui/bytes.tsx"
import { DataTable } from "../ui/data-table.tsx"
import { DateTime } from "../ui/date-time.tsx"

const DAY_MS = 86_400_000

type CarriedDemosProps = { t: Translate; demos: readonly ContingentCarriage[]; now: Date }

export function CarriedDemos({ t, demos, now }: CarriedDemosProps) {
  const daysLeft = (until: Date) => Math.max(0, Math.ceil((until.getTime() - now.getTime()) / DAY_MS))
  return (
    <DataTable
      caption={t("Demos your nodes carried")}
      rows={demos}
      rowKey={(demo) => `${demo.titleName}-${demo.until.toISOString()}`}
      columns={[
        { key: "title", header: t("Title"), rowHeader: true, cell: (demo) => demo.titleName },
        { key: "bytes", header: t("Carried"), align: "end", cell: (demo) => <Bytes count={demo.bytesCarried} /> },
        {
          key: "left",
          header: t("Time left"),
          cell: (demo) => (
            <>
              {t.n("{count} day, until", "{count} days, until", daysLeft(demo.until))} <DateTime at={demo.until} />
            </>
          ),
        },
      ]}
    />
  )
}
