/** The titles a site shows, each with its button and what stocks it, and the choice of another. */
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, Select } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { NodeView, ShelfItem } from "#lib/delivery/queries.ts"
import type { LinkView } from "#lib/fans/link-queries.ts"
import type { ShownTitle } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { showTitle } from "../actions.ts"
import { TitleRow } from "./title-row.tsx"

type TitlesOnSiteProps = AddTitleProps & {
  shown: readonly ShownTitle[]
  /** The fan's nodes, and what they stock or are asked to. */
  stock: { nodes: readonly NodeView[]; stocked: readonly ShelfItem[] }
  links: readonly LinkView[]
}

export function TitlesOnSite({ t, siteId, shown, offered, stock, links }: TitlesOnSiteProps) {
  return (
    <Section
      title={t("Titles on this site")}
      description={t("Each has a button that credits you. Stock its demo and you also earn for carrying it.")}
    >
      {shown.length === 0 ? (
        <EmptyState title={t("The first title will stand here")}>
          {offered.length > 0
            ? t("Choose one below; its button is made with it.")
            : t("The catalogue is empty at the moment. As soon as a title is published you can choose it here.")}
        </EmptyState>
      ) : (
        <ul className="grid gap-3">
          {shown.map((title) => (
            <TitleRow
              key={title.titleId}
              t={t}
              siteId={siteId}
              title={title}
              nodes={stock.nodes}
              stocked={stock.stocked.filter((item) => item.titleId === title.titleId)}
              link={links.find((link) => link.code === title.code) ?? null}
            />
          ))}
        </ul>
      )}
      {offered.length > 0 && <AddTitle t={t} siteId={siteId} offered={offered} />}
    </Section>
  )
}

type AddTitleProps = { t: Translate; siteId: Id<"site">; offered: readonly { id: Id<"title">; name: string }[] }

function AddTitle({ t, siteId, offered }: AddTitleProps) {
  return (
    <ActionForm action={showTitle} className="max-w-read" aria-label={t("Show a title")}>
      <FormError />
      <input type="hidden" name="siteId" value={siteId} />
      <Field name="titleId" label={t("Show another title")}>
        <Select>
          {offered.map((title) => (
            <option key={title.id} value={title.id}>
              {title.name}
            </option>
          ))}
        </Select>
      </Field>
      <SubmitButton>{t("Show it on this site")}</SubmitButton>
    </ActionForm>
  )
}
