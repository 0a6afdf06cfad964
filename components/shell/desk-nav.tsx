"use client"
/** The list of a desk's places; the one we are at is marked. On phones a native details that closes when one has gone somewhere. */
import Link from "next/link"
import { usePathname } from "next/navigation"
import { useRef } from "react"
import { cx } from "../ui/cx.ts"
import { useT } from "../ui/words.tsx"
import { type DeskPlace, placeAt } from "./desk-places.ts"

type DeskNavProps = { title: string; places: readonly (DeskPlace & { count: number })[] }

export function DeskNav({ title, places }: DeskNavProps) {
  const here = placeAt(usePathname(), places)
  const folded = useRef<HTMLDetailsElement>(null)
  const close = () => folded.current?.removeAttribute("open")
  return (
    <>
      <details ref={folded} className="group lg:hidden">
        <summary className="flex h-12 list-none items-center justify-between px-4 text-14 md:px-6">
          <span>
            <span className="text-muted">{title}</span>
            {here && <span className="font-semibold"> / {here.label}</span>}
          </span>
          <svg viewBox="0 0 16 16" className="size-4 group-open:rotate-180" aria-hidden="true">
            <path d="M4 6l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
          </svg>
        </summary>
        <nav aria-label={title} className="px-1 pb-3 md:px-3">
          <Places places={places} here={here} onGo={close} />
        </nav>
      </details>
      <nav aria-label={title} className="hidden lg:block">
        <p className="px-3 pb-2 text-12 font-semibold text-muted">{title}</p>
        <Places places={places} here={here} />
      </nav>
    </>
  )
}

type PlacesProps = DeskNavProps & { here: DeskPlace | null; onGo?: () => void }

function Places({ places, here, onGo }: Omit<PlacesProps, "title">) {
  const t = useT()
  return (
    <ul className="grid gap-0.5">
      {places.map(({ href, label, count }) => (
        <li key={href}>
          <Link
            href={href}
            {...(onGo && { onClick: onGo })}
            aria-current={here?.href === href ? "page" : undefined}
            className={cx(
              "flex min-h-11 items-center justify-between gap-3 rounded-input px-3 text-14 lg:min-h-9",
              here?.href === href ? "bg-sunken font-semibold text-ink" : "text-muted hover:bg-sunken hover:text-ink",
            )}
          >
            {label}
            {count > 0 && <span className="figures text-12 text-muted">{count.toLocaleString(t.locale)}</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
