/** The account's own menu: who is signed in, settings, the way out; on phones also the places of the head. */
import Link from "next/link"
import type { Translate } from "#lib/kernel/messages.ts"
import { ClosingPopover } from "./closing-popover.tsx"
import type { MainPlace } from "./main-places.ts"

type AccountMenuProps = { t: Translate; email: string; places: readonly MainPlace[]; signOut: () => Promise<void> }

const LINE =
  "flex min-h-11 w-full items-center rounded-input px-3 text-start text-14 font-semibold hover:bg-sunken md:min-h-9"

export function AccountMenu({ t, email, places, signOut }: AccountMenuProps) {
  const initial = [...email][0]?.toUpperCase() ?? "?"
  return (
    <>
      <button
        type="button"
        popoverTarget="account-menu"
        aria-label={t("Menu of {email}", { email })}
        className="grid size-11 place-items-center rounded-chip md:size-9"
      >
        <span
          aria-hidden="true"
          className="grid size-8 place-items-center rounded-chip border border-line bg-sunken text-14 font-semibold"
        >
          {initial}
        </span>
      </button>
      <ClosingPopover
        id="account-menu"
        className="sheet fixed inset-auto end-4 top-15 m-0 w-64 max-w-[calc(100vw-2rem)] rounded-card border border-line bg-surface p-2 text-ink shadow-float md:end-[max(1.5rem,calc((100vw-var(--container-desk))/2+1.5rem))]"
      >
        <p className="truncate px-3 pt-1 pb-2 text-14 text-muted">{email}</p>
        <nav aria-label={t("Places")} className="border-t border-line py-1 md:hidden">
          {places.map((place) => (
            <Link key={place.href} href={place.href} className={LINE}>
              {place.label}
            </Link>
          ))}
        </nav>
        <div className="border-t border-line pt-1">
          <Link href="/settings" className={LINE}>
            {t("Settings")}
          </Link>
          <form action={signOut}>
            <button type="submit" className={LINE}>
              {t("Sign out")}
            </button>
          </form>
        </div>
      </ClosingPopover>
    </>
  )
}
