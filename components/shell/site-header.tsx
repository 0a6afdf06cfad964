/** The head of every page: the name, where one may go with one's roles, and the way in or out. */
import Link from "next/link"
import type { ReactNode } from "react"
import { ButtonLink } from "../ui/button.tsx"
import { cx } from "../ui/cx.ts"
import { NavLink } from "./nav-link.tsx"
import { Wordmark } from "./wordmark.tsx"

type SiteHeaderProps = {
  /** Null: nobody is signed in. */
  person: { email: string; roles: readonly string[] } | null
  /** The way to what happened meanwhile; for who is signed in. */
  bell?: ReactNode
  signOut: () => Promise<void>
}

type Place = { href: string; label: string; role?: string; signedIn?: true }
const PLACES: readonly Place[] = [
  { href: "/store", label: "Store" },
  { href: "/library", label: "Library", signedIn: true },
  { href: "/dashboard", label: "Dashboard", role: "fan" },
  { href: "/publish", label: "Publish", role: "publisher" },
  { href: "/operate", label: "Operate", role: "operator" },
]

export function SiteHeader({ person, bell, signOut }: SiteHeaderProps) {
  const places = PLACES.filter((p) => (p.role ? person?.roles.includes(p.role) : !p.signedIn || person))
  return (
    <header className="border-b border-line bg-paper">
      <div className="mx-auto flex w-full max-w-desk flex-wrap items-center gap-x-2 px-4 md:gap-x-8 md:px-6">
        <Link href="/" className="flex h-16 items-center" aria-label="Fanfare, to the store">
          <Wordmark />
        </Link>
        <nav
          aria-label="Main"
          className={cx(
            // One place alone needs no row of its own on a phone: the name above leads there too.
            places.length === 1 && "hidden md:flex",
            places.length > 1 && "flex",
            "order-last -mx-1 w-full gap-1 overflow-x-auto md:order-none md:mx-0 md:w-auto md:grow",
          )}
        >
          {places.map((p) => (
            <NavLink key={p.href} href={p.href}>
              {p.label}
            </NavLink>
          ))}
        </nav>
        <div className="ms-auto flex h-16 items-center gap-1 md:gap-2">
          {bell}
          {person ? <SignedIn email={person.email} signOut={signOut} /> : <SignedOut />}
        </div>
      </div>
    </header>
  )
}

function SignedOut() {
  return (
    <>
      <ButtonLink href="/sign-in" variant="quiet" size="small">
        Sign in
      </ButtonLink>
      <ButtonLink href="/sign-up" size="small">
        Sign up
      </ButtonLink>
    </>
  )
}

function SignedIn({ email, signOut }: { email: string; signOut: () => Promise<void> }) {
  return (
    <>
      <Link
        href="/settings"
        title={email}
        aria-label={`Settings of ${email}`}
        className="flex h-9 max-w-48 items-center rounded-input px-2 md:px-3 text-14 font-semibold hover:bg-sunken"
      >
        <span className="hidden truncate md:inline">{email}</span>
        <span className="md:hidden">Settings</span>
      </Link>
      <form action={signOut}>
        <button
          type="submit"
          className="h-9 rounded-input px-2 text-14 font-semibold text-muted md:px-3 hover:bg-sunken hover:text-ink"
        >
          Sign out
        </button>
      </form>
    </>
  )
}
