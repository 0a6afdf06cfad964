/** Why a carriage line is what it is: the shares of that download, and the signed receipts behind one's own. */
import type { LineStory, ShareView } from "#lib/earnings/line-story.ts"
import { formatBytes, formatMoney, formatShare } from "#lib/kernel/format.ts"
import { m, type Translate } from "#lib/kernel/messages.ts"
import { Bytes } from "../ui/bytes.tsx"
import { Card, Section } from "../ui/card.tsx"
import { type Column, DataTable } from "../ui/data-table.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { Money } from "../ui/money.tsx"

export function LineCarriage({ t, story: { settlement, shares, line } }: { t: Translate; story: LineStory }) {
  if (!settlement) return null
  const own = shares.filter((share) => share.own)
  const carried = own.reduce((sum, share) => sum + share.bytesCarried, 0)
  const part = settlement.sizeBytes > 0 ? carried / settlement.sizeBytes : 0
  return (
    <>
      <p className="max-w-read text-18">
        {t("You carried {bytes} of {of} ({share}): {money}.", {
          bytes: formatBytes(carried, t.locale),
          of: formatBytes(settlement.sizeBytes, t.locale),
          share: formatShare(part, t.locale),
          money: formatMoney(line.amountMicros, t.locale),
        })}{" "}
        {t("The origin sent {bytes}; its part of the pool, {money}, went back to the platform.", {
          bytes: formatBytes(settlement.originBytes, t.locale),
          money: formatMoney(settlement.originShareMicros, t.locale),
        })}
      </p>
      <Section title={t("The shares of this download")}>
        <DataTable
          caption={t("Shares, largest first")}
          rows={shares}
          rowKey={(share) => share.ticket}
          columns={columnsOf(t)}
        />
      </Section>
      <Section
        title={t("Your signed receipts")}
        description={t("104 bytes each, signed by the downloader; fanfare-node verify recomputes them offline.")}
      >
        {own.map((share) => (
          <Card key={share.ticket} className="grid gap-2">
            {share.receiptAt && (
              <p className="text-14 text-muted">
                {t("Signed")} <DateTime at={share.receiptAt} mode="datetime" />
              </p>
            )}
            <code className="font-mono text-12 break-all">{share.receiptHex}</code>
          </Card>
        ))}
      </Section>
    </>
  )
}

/** The settlement's verdicts as people say them; PROTOCOL.md defines each. */
const VERDICTS: Readonly<Record<string, string>> = {
  full: m("paid in full"),
  limited: m("paid up to what the ticket allowed"),
  capped: m("paid up to one owner's cap"),
  levelled: m("paid an equal award"),
  related: m("related to the buyer: not paid"),
  empty: m("nothing was carried"),
}

const columnsOf = (t: Translate): Column<ShareView>[] => [
  {
    key: "node",
    header: t("Carrier"),
    rowHeader: true,
    cell: (share) => (share.own ? (share.nodeName ?? t("Your node")) : t("Another carrier")),
  },
  {
    key: "claimed",
    header: t("Receipt says"),
    align: "end",
    wide: true,
    cell: (share) => <Bytes count={share.bytesClaimed} />,
  },
  { key: "carried", header: t("Paid for"), align: "end", cell: (share) => <Bytes count={share.bytesCarried} /> },
  { key: "verdict", header: t("Verdict"), cell: (share) => t.known(VERDICTS[share.verdict] ?? share.verdict) },
  { key: "pay", header: t("Share"), align: "end", cell: (share) => <Money micros={share.payMicros} /> },
]
