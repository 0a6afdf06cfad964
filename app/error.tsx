"use client"
/** Something of ours broke while making the page. */
import { Button } from "#components/ui/button.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page width="read">
      <PageHeader
        title="This page could not be made"
        lead="The fault is ours. What you did before is safe, and no money moved because of it."
      />
      <div className="grid justify-items-start gap-4">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        {error.digest && (
          <p className="text-14 text-muted">
            If you write to us, name this: <code className="font-mono text-ink">{error.digest}</code>
          </p>
        )}
      </div>
    </Page>
  )
}
