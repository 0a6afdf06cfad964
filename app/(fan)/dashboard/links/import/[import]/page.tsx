/** A table on its way in: what each line would become, then what it became. */
import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { getImport, type ImportView } from "#lib/fans/import-links.ts"
import type { LineFate } from "#lib/fans/look-through-table.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { formatDate } from "#lib/kernel/format.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { makeTable } from "../../actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Make many links") })

type Props = { params: Promise<{ import: string }>; searchParams: Promise<Params> }

export default async function LookedThroughPage({ params, searchParams }: Props) {
  const { import: importId } = await params
  const path = `/dashboard/links/import/${importId}`
  const actor = await requirePageActor(path, "fan")
  if (!isId("linkImport", importId)) notFound()
  const t = await words()
  const table = await ownImport(actor, importId)
  const shown = { t, table, path, params: await searchParams }
  return <Page>{table.madeAt ? <Made {...shown} /> : <LookedThrough {...shown} />}</Page>
}

type Shown = { t: Translate; table: ImportView; path: string; params: Params }

function LookedThrough({ t, table, path, params }: Shown) {
  const wrong = table.fates.filter((fate) => fate.error !== null)
  const fine = table.fates.length - wrong.length
  return (
    <>
      <PageHeader
        eyebrow={t("Your links")}
        title={t.n("One line looked through", "{count} lines looked through", table.fates.length)}
        lead={
          wrong.length === 0
            ? t.n("It can be made into a link.", "Each of them can be made into a link.", fine)
            : t.n(
                "One line is in the way. Mend it in your table and bring it again; nothing was made.",
                "{count} lines are in the way. Mend them in your table and bring it again; nothing was made.",
                wrong.length,
              )
        }
      />
      <div className="grid grid-cols-1 gap-8">
        {table.sameMadeAt && (
          <Notice tone="brass">
            {t("You made the links of this very table on {date}. Pressing again makes a second set of them.", {
              date: formatDate(table.sameMadeAt, t.locale, "minute"),
            })}
          </Notice>
        )}
        {wrong.length === 0 ? (
          <ActionForm action={makeTable} aria-label={t("Make the links")}>
            <FormError />
            <input type="hidden" name="importId" value={table.importId} />
            <div className="flex flex-wrap gap-3">
              <SubmitButton>{t.n("Make one link", "Make {count} links", fine)}</SubmitButton>
              <ButtonLink href="/dashboard/links/import">{t("Bring another table")}</ButtonLink>
            </div>
          </ActionForm>
        ) : (
          <div>
            <ButtonLink href="/dashboard/links/import" variant="primary">
              {t("Bring the mended table")}
            </ButtonLink>
          </div>
        )}
        <DeskTable
          t={t}
          caption={t("The lines of your table")}
          columns={fateColumns(t)}
          rows={table.fates}
          rowKey={(fate) => String(fate.line)}
          path={path}
          params={params}
          empty={null}
        />
      </div>
    </>
  )
}

const fateColumns = (t: Translate): DeskColumn<LineFate>[] => [
  { key: "line", label: t("Line"), rowHeader: true, sort: (fate) => fate.line, cell: (fate) => fate.line },
  {
    key: "fate",
    label: t("Becomes"),
    facet: (fate) => (fate.error ? { value: "wrong", label: t("in the way") } : { value: "fine", label: t("a link") }),
    search: (fate) => `${fate.title} ${fate.code} ${fate.site}`,
    cell: (fate) => (
      <span className="grid justify-items-start gap-1 py-1">
        <span className="wrap-anywhere md:hidden">{[fate.title, fate.code].filter(Boolean).join(" · ")}</span>
        <Chip tone={fate.error ? "danger" : "ok"}>{fate.error ? t("in the way") : t("a link")}</Chip>
        {fate.error && <span className="max-w-read wrap-anywhere">{t.known(fate.error)}</span>}
      </span>
    ),
  },
  {
    key: "title",
    label: t("Title"),
    wide: true,
    sort: (fate) => fate.title,
    cell: (fate) => <Cut text={fate.title} />,
  },
  {
    key: "code",
    label: t("Code"),
    wide: true,
    sort: (fate) => fate.code,
    cell: (fate) =>
      fate.code ? <Cut text={fate.code} mono /> : <span className="text-muted">{t("we give one")}</span>,
  },
  { key: "site", label: t("Site"), wide: true, sort: (fate) => fate.site, cell: (fate) => <Cut text={fate.site} /> },
  { key: "tags", label: t("Tags"), wide: true, cell: (fate) => fate.makes?.tags?.join(", ") ?? "" },
]

/** As written, so it may be anything and of any length. */
const Cut = ({ text, mono = false }: { text: string; mono?: boolean }) => (
  <span className={`block max-w-60 truncate ${mono ? "font-mono" : ""}`} title={text}>
    {text}
  </span>
)

function Made({ t, table, path, params }: Shown) {
  return (
    <>
      <PageHeader
        eyebrow={t("Your links")}
        title={t.n("One link made", "{count} links made", table.made.length)}
        lead={t("They count from now on. Take the list with their codes, or go on to your links.")}
        actions={
          <>
            <a href={`${path}/made.csv`} download className={DOWNLOAD}>
              {t("Take the list as CSV")}
            </a>
            <ButtonLink href="/dashboard/links" variant="primary">
              {t("See your links")}
            </ButtonLink>
          </>
        }
      />
      <DeskTable
        t={t}
        caption={t("The links made of your table")}
        columns={[
          { key: "line", label: t("Line"), sort: (made) => made.line, cell: (made) => made.line },
          {
            key: "code",
            label: t("Link"),
            rowHeader: true,
            sort: (made) => made.code,
            search: (made) => made.code,
            cell: (made) => (
              <Link href={`/dashboard/links/${made.linkId}`} className="font-mono link">
                /r/{made.code}
              </Link>
            ),
          },
        ]}
        rows={table.made}
        rowKey={(made) => made.linkId}
        path={path}
        params={params}
        empty={null}
      />
    </>
  )
}

const DOWNLOAD =
  "inline-flex min-h-11 items-center justify-center rounded-input border border-edge bg-surface px-5 py-2 font-semibold hover:border-ink hover:bg-sunken"

async function ownImport(actor: Actor, importId: Id<"linkImport">): Promise<ImportView> {
  try {
    return await getImport(deps().db, actor, importId)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}
