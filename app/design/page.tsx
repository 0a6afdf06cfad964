/** The kit on one page: every part in every state, for whoever builds with it and for the tests that look at it. Not in production. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { DesignParts } from "#components/design/design-parts.tsx"
import { DesignTable } from "#components/design/design-table.tsx"
import { DesignTokens } from "#components/design/design-tokens.tsx"
import { OpenParts } from "#components/design/open-parts.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"

export const metadata: Metadata = { title: "The kit", robots: { index: false } }

export default async function DesignPage({ searchParams }: { searchParams: Promise<Params> }) {
  if (deps().config.mode === "production") notFound()
  const t = await words()
  const params = await searchParams
  return (
    <div dir={params.dir === "rtl" ? "rtl" : undefined}>
      <Page>
        <PageHeader
          title="The kit"
          eyebrow="docs/DESIGN.md says when to use which"
          lead="Every part of our pages in every state. Add ?dir=rtl to see it turned round."
        />
        <div className="grid grid-cols-1 gap-16">
          <DesignTokens />
          <DesignParts t={t} />
          <OpenParts />
          <DesignTable t={t} params={params} />
        </div>
      </Page>
    </div>
  )
}
