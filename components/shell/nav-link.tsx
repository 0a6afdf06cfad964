"use client"
/** A place in the navigation; marked when one is there. */
import Link from "next/link"
import { usePathname } from "next/navigation"
import type { ReactNode } from "react"
import { cx } from "../ui/cx.ts"

export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname()
  const here = (href === "/store" && path.startsWith("/titles")) || path === href || path.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={cx(
        "flex h-11 items-center border-b-2 px-3 text-14 font-semibold whitespace-nowrap md:h-16",
        here ? "border-brass-fill text-ink" : "border-transparent text-muted hover:text-ink",
      )}
    >
      {children}
    </Link>
  )
}
