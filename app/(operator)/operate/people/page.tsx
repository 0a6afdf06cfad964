/** Everybody with an account, newest first. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { roleName } from "#components/operate/state-words.ts"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type ListedPerson, listPeople } from "#lib/operate/list-queries.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("People") })

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requirePageActor("/operate/people", "operator")
  const t = await words()
  const [people, kept, params] = await Promise.all([
    listPeople(deps().db),
    keptViews(actor, "operate.people"),
    searchParams,
  ])
  return (
    <Page>
      <PageHeader title={t("People")} lead={t("Everybody with an account here, newest first.")} />
      <div className="grid grid-cols-1 gap-4">
        <DeskTable
          t={t}
          caption={t("People, newest first")}
          path="/operate/people"
          params={params}
          kept={kept}
          rows={people}
          rowKey={(person) => person.id}
          columns={columnsOf(t)}
          empty={<EmptyState title={t("Nobody is here yet.")}>{t("The first account will stand here.")}</EmptyState>}
        />
        {people.length > 0 && <ExportLinks t={t} name="operator-people" what={t("Everybody")} />}
      </div>
    </Page>
  )
}

const columnsOf = (t: Translate): DeskColumn<ListedPerson>[] => [
  {
    key: "name",
    label: t("Name"),
    rowHeader: true,
    sort: (person) => person.name ?? person.email,
    search: (person) => `${person.name ?? ""} ${person.email} ${person.id}`,
    cell: (person) => (
      <Link href={`/operate/people/${person.id}`} className="link wrap-anywhere">
        {person.name ?? person.email}
      </Link>
    ),
  },
  {
    key: "email",
    label: t("E-mail"),
    wide: true,
    sort: (person) => person.email,
    cell: (person) => <span className="wrap-anywhere">{person.email}</span>,
  },
  {
    key: "role",
    label: t("Role"),
    facet: (person) => ({ value: person.roles[0] ?? "buyer", label: roleName(t, person.roles[0] ?? "buyer") }),
    cell: (person) => (person.roles.length > 0 ? person.roles : ["buyer"]).map((role) => roleName(t, role)).join(", "),
  },
  {
    key: "state",
    label: t("State"),
    facet: (person) => stateOf(t, person),
    cell: (person) => {
      const { value, label } = stateOf(t, person)
      return value === "open" ? (
        <span className="text-muted">{label}</span>
      ) : (
        <Chip tone={value === "suspended" ? "danger" : "neutral"}>{label}</Chip>
      )
    },
  },
  {
    key: "sites",
    label: t("Sites"),
    align: "end",
    wide: true,
    startsHidden: true,
    sort: (person) => person.sites,
    cell: (person) => formatCount(person.sites, t.locale),
  },
  {
    key: "since",
    label: t("Here since"),
    wide: true,
    sort: (person) => person.createdAt,
    cell: (person) => <DateTime at={person.createdAt} />,
  },
]

function stateOf(t: Translate, person: ListedPerson): { value: string; label: string } {
  if (person.suspendedAt) return { value: "suspended", label: t("suspended") }
  return person.emailVerified
    ? { value: "open", label: t("open") }
    : { value: "unconfirmed", label: t("address not confirmed") }
}
