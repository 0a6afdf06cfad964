/** The frame of a title's pages on the desk: what it is called, where it stands, and its four places. */
import type { ReactNode } from "react"
import { words } from "#app/_server/words.ts"
import { TitleChip } from "#components/publish/release-chip.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import type { TitleView } from "#lib/catalog/queries.ts"

type TitleFrameProps = {
  title: TitleView
  place: "overview" | "edit" | "terms" | "sales"
  actions?: ReactNode
  children: ReactNode
}

export async function TitleFrame({ title, place, actions, children }: TitleFrameProps) {
  const t = await words()
  const base = `/publish/${title.slug}`
  const places = [
    { value: "overview", label: t("Overview"), href: base },
    { value: "edit", label: t("Its page"), href: `${base}/edit` },
    { value: "terms", label: t("Fans' share"), href: `${base}/terms` },
    { value: "sales", label: t("Sales"), href: `${base}/sales` },
  ]
  return (
    <Page>
      <PageHeader
        eyebrow={<TitleChip t={t} state={title.state} />}
        title={title.name}
        lead={title.tagline}
        actions={
          <>
            {title.state === "published" && <ButtonLink href={`/titles/${title.slug}`}>{t("See its page")}</ButtonLink>}
            {actions}
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <div className="min-w-0">
          <SegmentedControl label={t("Places of this title")} name="place" segments={places} value={place} />
        </div>
        {children}
      </div>
    </Page>
  )
}
