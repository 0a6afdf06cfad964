/** The kit's table with rows of its own, so that every state of it can be looked at and walked by keys. */
import Link from "next/link"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { micros } from "#lib/kernel/money.ts"
import { Button } from "../ui/button.tsx"
import { Section } from "../ui/card.tsx"
import { MoneyChip } from "../ui/chip.tsx"
import { type DeskColumn, DeskTable } from "../ui/desk-table.tsx"
import { EmptyState } from "../ui/empty-state.tsx"
import { Money } from "../ui/money.tsx"
import type { MoneyState } from "../ui/money-word.ts"
import type { Params } from "../ui/table-view.ts"

type Sample = { id: string; title: string; site: string; state: MoneyState; clicks: number; micros: bigint }

const NAMES = ["Damp Attic", "Tin Comet", "Paper Moon", "Salt Radio", "Café Nocturne", "The Quiet Engine", "Low Orbit"]
const STATES: MoneyState[] = ["pending", "matured", "paid", "held"]
const ROWS: Sample[] = Array.from({ length: 64 }, (_, i) => ({
  id: `row-${i}`,
  title: `${NAMES[i % NAMES.length]} ${1 + Math.floor(i / NAMES.length)}`,
  site: i % 3 === 0 ? "pixel-attic.example" : "late-night-listening.example",
  state: STATES[i % STATES.length]!,
  clicks: (i * 7919) % 1013,
  micros: BigInt((i * 104_729) % 9_999_991),
}))

const COLUMNS: readonly DeskColumn<Sample>[] = [
  {
    ...{ key: "title", label: "Sale", rowHeader: true, sort: (r) => r.title, search: (r) => r.title },
    cell: (r) => (
      <Link href={`/design#${r.id}`} className="link">
        {r.title}
      </Link>
    ),
  },
  { key: "site", label: "Site", wide: true, sort: (r) => r.site, search: (r) => r.site, cell: (r) => r.site },
  {
    key: "state",
    label: "State",
    facet: (r) => ({ value: r.state, label: r.state }),
    cell: (r) => <MoneyChip state={r.state} tone="referral" />,
  },
  {
    key: "clicks",
    label: "Clicks",
    wide: true,
    align: "end",
    sort: (r) => r.clicks,
    cell: (r) => formatCount(r.clicks, "en"),
  },
  { key: "id", label: "Id", startsHidden: true, cell: (r) => <code className="font-mono">{r.id}</code> },
  {
    key: "amount",
    label: "Amount",
    align: "end",
    sort: (r) => r.micros,
    cell: (r) => <Money micros={micros(r.micros)} />,
  },
]

export function DesignTable({ t, params }: { t: Translate; params: Params }) {
  return (
    <Section title="A table" description="Down and up go from row to row, Enter opens, / filters, x ticks.">
      <DeskTable
        t={t}
        caption="Sales"
        columns={COLUMNS}
        rows={ROWS}
        rowKey={(r) => r.id}
        path="/design"
        params={params}
        empty={null}
        pageSize={20}
        choosing={{
          formId: "sales-chosen",
          name: "id",
          label: (r) => `Choose ${r.title}`,
          bar: (
            <form id="sales-chosen" className="flex gap-3">
              <Button size="small">Export what is ticked</Button>
            </form>
          ),
        }}
      />
      <DeskTable
        t={t}
        caption="Sales of a new site"
        columns={COLUMNS}
        rows={[]}
        rowKey={(r) => r.id}
        path="/design"
        params={{}}
        empty={
          <EmptyState title="Each sale will be a line here">
            Put a button on your site: the first one takes a minute.
          </EmptyState>
        }
      />
    </Section>
  )
}
