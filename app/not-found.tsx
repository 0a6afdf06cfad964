/** Nothing here. */
import type { Metadata } from "next"
import { ButtonLink } from "#components/ui/button.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"

export const metadata: Metadata = { title: "Nothing here" }

export default function NotFound() {
  return (
    <Page width="read">
      <PageHeader
        title="There is nothing here"
        lead="The address may be mistyped, or what stood here was taken down by whoever made it."
      />
      <ButtonLink href="/store" variant="primary">
        Go to the store
      </ButtonLink>
    </Page>
  )
}
