/** What a person put up and bought: pages with their switch, titles, nodes, purchases. */
import Link from "next/link"
import { ActForm } from "#components/operate/act-form.tsx"
import { titleStateName } from "#components/operate/act-words.ts"
import { nodeStateName, orderStateName } from "#components/operate/state-words.ts"
import { Section } from "#components/ui/card.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Money } from "#components/ui/money.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import type { personOf } from "#lib/operate/desk-queries.ts"
import { hide, show } from "../../actions.ts"

export type Person = Awaited<ReturnType<typeof personOf>>

export function PersonOwns({ t, person }: { t: Translate; person: Person }) {
  return (
    <>
      {person.titles.length > 0 && (
        <Section title={t("Titles")}>
          <ul className="grid gap-1">
            {person.titles.map((title) => (
              <li key={title.id}>
                <Link href={`/operate/titles/${title.id}`} className="link">
                  {title.name}
                </Link>{" "}
                <span className="text-muted">{titleStateName(t, title.state)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {person.sites.length > 0 && (
        <Section title={t("Pages")} description={t.n("One link in all.", "{count} links in all.", person.links)}>
          <ul className="grid gap-4">
            {person.sites.map((site) => (
              <li key={site.id} className="grid gap-2">
                <a href={`/s/${site.slug}`} className="link w-fit">
                  {site.name}
                </a>
                <SiteAct t={t} site={site} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {person.nodes.length > 0 && (
        <Section title={t("Nodes")}>
          <ul className="grid gap-1">
            {person.nodes.map((node) => (
              <li key={node.id} className="flex flex-wrap gap-x-3">
                {node.name} <span className="text-muted">{nodeStateName(t, node.state)}</span>
                {node.lastHeartbeatAt && <DateTime at={node.lastHeartbeatAt} mode="datetime" className="text-muted" />}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {person.orders.length > 0 && (
        <Section title={t("Purchases")}>
          <DataTable
            caption={t("Purchases, newest first")}
            rows={person.orders}
            rowKey={(o) => o.id}
            columns={[
              {
                key: "title",
                header: t("Title"),
                rowHeader: true,
                cell: (o) => (
                  <Link href={`/operate/orders/${o.id}`} className="link">
                    {o.title}
                  </Link>
                ),
              },
              { key: "state", header: t("State"), cell: (o) => orderStateName(t, o.state) },
              { key: "price", header: t("Price"), align: "end", cell: (o) => <Money cents={o.priceCents} /> },
              { key: "at", header: t("Date"), cell: (o) => <DateTime at={o.at} /> },
            ]}
          />
        </Section>
      )}
    </>
  )
}

function SiteAct({ t, site }: { t: Translate; site: Person["sites"][number] }) {
  if (site.hiddenAt)
    return (
      <ActForm
        t={t}
        action={show}
        id={site.id}
        label={t("Show {name} again", { name: site.name })}
        consequences={[t("The page answers again at its address and at its own domains.")]}
      />
    )
  return (
    <ActForm
      t={t}
      action={hide}
      id={site.id}
      danger
      label={t("Hide {name}", { name: site.name })}
      noticeLabel={t("What visitors read in its place")}
      consequences={[
        t("The page is replaced by a notice at once; the fan is told."),
        t("Links, earnings and the account are not touched."),
      ]}
    />
  )
}
