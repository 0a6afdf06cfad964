/** The head of a page: where one is, what it is for, the one thing to do here. */
import type { ReactNode } from "react"

type PageHeaderProps = { title: ReactNode; lead?: ReactNode; eyebrow?: ReactNode; actions?: ReactNode }

export function PageHeader({ title, lead, eyebrow, actions }: PageHeaderProps) {
  return (
    <header className="mb-10 flex flex-wrap items-end justify-between gap-x-8 gap-y-4 lg:flex-nowrap">
      <div className="grid min-w-0 grid-cols-1 gap-2 wrap-anywhere">
        {eyebrow && <p className="text-14 font-semibold text-brass">{eyebrow}</p>}
        <h1 className="text-36 md:text-48">{title}</h1>
        {lead && <p className="max-w-read text-18 text-muted">{lead}</p>}
      </div>
      {actions && <div className="flex max-w-full flex-wrap gap-3 lg:shrink-0">{actions}</div>}
    </header>
  )
}

type PageProps = { children: ReactNode; width?: "desk" | "read" | "form" }

const WIDTHS = { desk: "max-w-desk", read: "max-w-read", form: "max-w-form" } as const

/** The body of a page with the look's margins: 1200 px for desks, 68ch for reading, narrow for one form. */
export function Page({ children, width = "desk" }: PageProps) {
  return (
    <div className={`mx-auto w-full px-4 py-10 in-[.desk-page]:mx-0 md:px-6 md:py-16 ${WIDTHS[width]}`}>{children}</div>
  )
}
