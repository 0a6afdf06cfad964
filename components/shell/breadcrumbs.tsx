/** Where one is: the way from the desk's first page, the last part being this page. Only where there are two steps or more. */
import Link from "next/link"
import type { Translate } from "#lib/kernel/messages.ts"

export type Crumb = { label: string; href: string }

/** `trail` without this page; `here` its name. Hand it to `PageHeader` as `eyebrow`. */
export function Breadcrumbs({ t, trail, here }: { t: Translate; trail: readonly Crumb[]; here: string }) {
  return (
    <nav aria-label={t("The way here")}>
      <ol className="flex flex-wrap items-center gap-x-2 text-14 font-normal text-muted">
        {trail.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-2">
            <Link
              href={crumb.href}
              className="-mx-1 inline-flex min-h-6 items-center rounded-input px-1 hover:text-ink hover:underline"
            >
              {crumb.label}
            </Link>
            <span aria-hidden="true" className="text-edge">
              /
            </span>
          </li>
        ))}
        <li aria-current="page" className="max-w-60 truncate">
          {here}
        </li>
      </ol>
    </nav>
  )
}
