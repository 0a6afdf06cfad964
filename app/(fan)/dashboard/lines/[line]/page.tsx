/** Explain this line: every touch considered for a referral, every share and signed receipt behind a carriage. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { Bytes } from "#components/ui/bytes.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip, MoneyChip, StreamChip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { explainLine, type LineStory, type ShareView } from "#lib/earnings/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"

export const metadata: Metadata = { title: "Explain this line" }

type Props = { params: Promise<{ line: string }> }

export default async function LinePage({ params }: Props) {
  const { line: id } = await params
  const actor = await requirePageActor(`/dashboard/lines/${id}`, "fan")
  const story = await explainLine(deps(), actor.userId, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  })
  const { line } = story
  return (
    <Page>
      <PageHeader
        eyebrow={<StreamChip kind={line.kind} />}
        title={<Money micros={line.amountMicros} />}
        lead={`For ${line.titleName}, order ${line.orderId}.`}
      />
      <div className="grid gap-12">
        <Facts story={story} />
        {line.kind === "referral" ? <Touches story={story} /> : <Carriage story={story} />}
      </div>
    </Page>
  )
}

function Facts({ story: { line, order } }: { story: LineStory }) {
  const why = line.unpaid[0]
  return (
    <Card className="grid gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-2">
        <dt className="text-muted">Price captured</dt>
        <dd>
          <Money micros={order.priceMicros} />
          {order.capturedAt && (
            <>
              {" "}
              on <DateTime at={order.capturedAt} mode="datetime" />
            </>
          )}
        </dd>
        <dt className="text-muted">Rate</dt>
        <dd>
          {line.rateBps / 100} % of <Money micros={line.basisMicros} />
        </dd>
        <dt className="text-muted">State</dt>
        <dd className="flex flex-wrap items-center gap-3">
          <MoneyChip state={line.state} tone={line.kind} />
          {why && <span>{why.reason}</span>}
        </dd>
      </dl>
    </Card>
  )
}

function Touches({ story: { touches, order } }: { story: LineStory }) {
  return (
    <Section title="Every touch considered" description={RULES[order.rule] ?? order.rule}>
      <DataTable
        caption="Touches, oldest first"
        rows={touches}
        rowKey={(t) => `${t.kind}-${t.at}-${t.clickId ?? ""}`}
        columns={[
          { key: "kind", header: "Touch", rowHeader: true, cell: (t) => t.kind },
          { key: "at", header: "When", cell: (t) => <DateTime at={new Date(t.at)} mode="datetime" /> },
          {
            key: "verdict",
            header: "Verdict",
            cell: (t) => <Chip tone={t.verdict === "won" ? "ok" : "neutral"}>{t.verdict}</Chip>,
          },
          { key: "reason", header: "Why", cell: (t) => t.reason },
        ]}
      />
    </Section>
  )
}

const RULES: Readonly<Record<string, string>> = {
  creator_code: "The rule that won: a creator code typed at checkout.",
  demo_origin: "The rule that won: the link the demo started from.",
  last_click: "The rule that won: the last valid click within 30 days.",
}

function Carriage({ story: { settlement, shares, line } }: { story: LineStory }) {
  if (!settlement) return null
  const own = shares.filter((s) => s.own)
  const carried = own.reduce((sum, s) => sum + s.bytesCarried, 0)
  return (
    <>
      <p className="max-w-read text-18">
        You carried <Bytes count={carried} /> of <Bytes count={settlement.sizeBytes} />:{" "}
        <Money micros={line.amountMicros} />. The origin sent <Bytes count={settlement.originBytes} />; its part of the
        pool, <Money micros={settlement.originShareMicros} />, went back to the platform.
      </p>
      <Section title="The shares of this download">
        <DataTable caption="Shares, largest first" rows={shares} rowKey={(s) => s.ticket} columns={SHARE_COLUMNS} />
      </Section>
      <Section
        title="Your signed receipts"
        description="104 bytes each, signed by the downloader; fanfare-node verify recomputes them offline."
      >
        {own.map((s) => (
          <Card key={s.ticket} className="grid gap-2">
            {s.receiptAt && (
              <p className="text-14 text-muted">
                Signed <DateTime at={s.receiptAt} mode="datetime" />
              </p>
            )}
            <code className="text-12 break-all">{s.receiptHex}</code>
          </Card>
        ))}
      </Section>
    </>
  )
}

const SHARE_COLUMNS = [
  {
    key: "node",
    header: "Carrier",
    rowHeader: true,
    cell: (s: ShareView) => (s.own ? (s.nodeName ?? "Your node") : "Another carrier"),
  },
  { key: "claimed", header: "Receipt says", align: "end", cell: (s: ShareView) => <Bytes count={s.bytesClaimed} /> },
  { key: "carried", header: "Paid for", align: "end", cell: (s: ShareView) => <Bytes count={s.bytesCarried} /> },
  { key: "verdict", header: "Verdict", cell: (s: ShareView) => s.verdict },
  { key: "pay", header: "Share", align: "end", cell: (s: ShareView) => <Money micros={s.payMicros} /> },
] as const
