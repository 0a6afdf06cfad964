/**
 * The head of every page: the name, where one may go with one's roles, the way to anything else, what is new, and the
 * account. Menus are the browser's own popovers: they open without script.
 */
import Link from "next/link"
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { ButtonLink } from "../ui/button.tsx"
import { AccountMenu } from "./account-menu.tsx"
import { headPlaces } from "./main-places.ts"
import { NavLink } from "./nav-link.tsx"
import { type PaletteActions, PaletteButton } from "./palette-button.tsx"
import { Wordmark } from "./wordmark.tsx"

type SiteHeaderProps = {
  t: Translate
  /** Null: nobody is signed in. */
  person: { email: string; roles: readonly string[] } | null
  actions: Omit<PaletteActions, "signedIn">
  /** The bell with what is new; stands before the account. */
  bell?: ReactNode
}

export function SiteHeader({ t, person, actions, bell }: SiteHeaderProps) {
  const places = headPlaces(t, person)
  return (
    <header className="border-b border-line bg-paper">
      <div className="mx-auto flex h-16 w-full max-w-desk items-center gap-x-6 px-4 md:px-6">
        {/* No Link: the first page is a document of its own, outside of Next. */}
        <a href="/" className="flex h-11 shrink-0 items-center" aria-label={t("Fanfare, to the front page")}>
          <Wordmark />
        </a>
        <nav aria-label={t("Main")} className="hidden gap-1 md:flex">
          {places.map((place) => (
            <NavLink key={place.href} href={place.href}>
              {place.label}
            </NavLink>
          ))}
        </nav>
        <div className="ms-auto flex items-center gap-1">
          <PaletteButton {...actions} signedIn={person !== null} />
          {bell}
          {person ? (
            <AccountMenu t={t} email={person.email} places={places} signOut={actions.signOut} />
          ) : (
            <SignedOut t={t} />
          )}
        </div>
      </div>
    </header>
  )
}

function SignedOut({ t }: { t: Translate }) {
  return (
    <>
      <Link
        href="/store"
        className="flex h-9 items-center rounded-input px-2.5 text-14 font-semibold hover:bg-sunken md:hidden"
      >
        {t("Store")}
      </Link>
      <ButtonLink href="/sign-in" variant="quiet" size="small" className="max-sm:px-2.5">
        {t("Sign in")}
      </ButtonLink>
      <ButtonLink href="/sign-up" size="small" className="max-sm:hidden">
        {t("Sign up")}
      </ButtonLink>
    </>
  )
}
