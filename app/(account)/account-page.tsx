/** The sheet that holds one account form: a heading, a sentence, the form, and the ways onward below it. */
import type { ReactNode } from "react"
import { Card } from "#components/ui/card.tsx"
import { Page } from "#components/ui/page-header.tsx"

type AccountPageProps = { title: string; lead?: ReactNode; children?: ReactNode; below?: ReactNode }

export function AccountPage({ title, lead, children, below }: AccountPageProps) {
  return (
    <Page width="form">
      <div className="mb-6 grid gap-2">
        <h1 className="text-36">{title}</h1>
        {lead && <p className="text-muted">{lead}</p>}
      </div>
      {children && <Card>{children}</Card>}
      {below && <div className="mt-6 grid gap-2 text-muted">{below}</div>}
    </Page>
  )
}
