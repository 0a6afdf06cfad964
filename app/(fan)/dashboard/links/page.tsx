/** A fan's referral links with their clicks, and the form that makes one. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { dropView, keepView } from "#app/_server/view-actions.ts"
import { words } from "#app/_server/words.ts"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, Select, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { type LinkView, listLinks, listSites, type SiteView } from "#lib/fans/queries.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { listViews } from "#lib/views/queries.ts"
import { makeLink } from "./actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your links") })

const TABLE = "fan-links"

const columnsOf = (t: Translate): readonly DeskColumn<LinkView>[] => [
  {
    key: "link",
    label: t("Link"),
    rowHeader: true,
    sort: (link) => link.code,
    search: (link) => link.code,
    cell: (link) => (
      <Link href={`/dashboard/links/${link.linkId}`} className="link font-mono">
        /r/{link.code}
      </Link>
    ),
  },
  { key: "title", label: t("Title"), sort: (l) => l.titleName, search: (l) => l.titleName, cell: (l) => l.titleName },
  {
    ...{ key: "site", label: t("Site"), wide: true, sort: (l) => l.siteName, search: (l) => l.siteName ?? "" },
    facet: (l) => ({ value: l.siteName ?? "-", label: l.siteName ?? t("No site") }),
    cell: (l) => l.siteName ?? <span className="text-muted">{t("none")}</span>,
  },
  {
    ...{ key: "sub", label: t("Sub-id"), wide: true, sort: (l) => l.subId, search: (l) => l.subId ?? "" },
    cell: (l) => l.subId && <span className="font-mono">{l.subId}</span>,
  },
  {
    ...{ key: "state", label: t("State"), wide: true },
    facet: (l) => ({ value: stateOf(l), label: stateWord(t, stateOf(l)) }),
    cell: (l) => <Chip tone={STATE_TONES[stateOf(l)]}>{stateWord(t, stateOf(l))}</Chip>,
  },
  {
    ...{ key: "counted", label: t("Counted clicks"), align: "end", sort: (l) => l.countedClicks },
    cell: (l) => formatCount(l.countedClicks, t.locale),
  },
  {
    ...{ key: "raw", label: t("All clicks"), align: "end", wide: true, sort: (l) => l.rawClicks },
    cell: (l) => formatCount(l.rawClicks, t.locale),
  },
]

type LinkState = "live" | "retired" | "withdrawn"
const STATE_TONES = { live: "ok", retired: "neutral", withdrawn: "danger" } as const

function stateOf(link: LinkView): LinkState {
  if (link.archivedAt) return "retired"
  return link.titleState === "published" ? "live" : "withdrawn"
}

function stateWord(t: Translate, state: LinkState): string {
  if (state === "live") return t("live")
  return state === "retired" ? t("retired") : t("title withdrawn")
}

export default async function LinksPage({ searchParams }: { searchParams: Promise<Params> }) {
  const t = await words()
  const actor = await requirePageActor("/dashboard/links", "fan")
  const { db } = deps()
  const [links, sites, titles, views] = await Promise.all([
    listLinks(db, actor.userId),
    listSites(db, actor.userId),
    listPublishedTitles(db),
    listViews(db, actor.userId, TABLE),
  ])
  return (
    <Page>
      <PageHeader
        title={t("Your links")}
        lead={t(
          "Counted clicks leave out robots, prefetching browsers and the same visitor within an hour. Nothing is dropped: all clicks are kept beside them.",
        )}
      />
      <div className="grid gap-16">
        <DeskTable
          t={t}
          caption={t("Your links, newest first")}
          columns={columnsOf(t)}
          rows={links}
          rowKey={(link) => link.linkId}
          path="/dashboard/links"
          params={await searchParams}
          kept={{ tableKey: TABLE, views, keep: keepView, drop: dropView }}
          empty={<EmptyState title={t("Your links will stand here")}>{t("Make the first one below.")}</EmptyState>}
        />
        <Section title={t("Make a link")}>
          <NewLink t={t} sites={sites} titles={titles} />
        </Section>
      </div>
    </Page>
  )
}

type NewLinkProps = { t: Translate; sites: SiteView[]; titles: { id: Id<"title">; name: string }[] }

function NewLink({ t, sites, titles }: NewLinkProps) {
  return (
    <ActionForm action={makeLink} className="max-w-read" aria-label={t("Make a link")}>
      <FormError />
      <Field name="titleId" label={t("Title")}>
        <Select>
          {titles.map((title) => (
            <option key={title.id} value={title.id}>
              {title.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="siteId" label={t("Site")} required={false}>
        <Select>
          <option value="">{t("None")}</option>
          {sites.map((site) => (
            <option key={site.siteId} value={site.siteId}>
              {site.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        name="subId"
        label={t("Sub-id")}
        required={false}
        hint={t("Your own tag, such as sidebar or summer-2026; ?s= on a click overrides it")}
      >
        <TextInput maxLength={64} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <SubmitButton>{t("Make the link")}</SubmitButton>
    </ActionForm>
  )
}
