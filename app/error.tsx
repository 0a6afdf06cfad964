"use client"
/** Something of ours broke while making the page. */
import { Button } from "#components/ui/button.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Rich } from "#components/ui/rich.tsx"
import { useT } from "#components/ui/words.tsx"

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useT()
  return (
    <Page width="read">
      <PageHeader
        title={t("This page could not be made")}
        lead={t("The fault is ours. What you did before is safe, and no money moved because of it.")}
      />
      <div className="grid justify-items-start gap-4">
        <Button variant="primary" onClick={reset}>
          {t("Try again")}
        </Button>
        {error.digest && (
          <p className="text-14 text-muted">
            <Rich
              text={t("If you write to us, name this: <code>{digest}</code>", { digest: error.digest })}
              code={(inner) => <code className="font-mono text-ink">{inner}</code>}
            />
          </p>
        )}
      </div>
    </Page>
  )
}
