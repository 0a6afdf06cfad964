/** Where somebody may go from the head of every page, by their roles. */
import type { Translate } from "#lib/kernel/messages.ts"

export type MainPlace = { href: string; label: string }
type Person = { roles: readonly string[] } | null

/** In the order of the head; `Settings` stands in the account's own menu. */
export function headPlaces(t: Translate, person: Person): MainPlace[] {
  const has = (role: string) => person?.roles.includes(role)
  return [
    { href: "/store", label: t("Store") },
    ...(person ? [{ href: "/library", label: t("Library") }] : []),
    ...(has("fan") ? [{ href: "/dashboard", label: t("Dashboard") }] : []),
    ...(has("publisher") ? [{ href: "/publish", label: t("Publish") }] : []),
    ...(has("operator") ? [{ href: "/operate", label: t("Operate") }] : []),
  ]
}

export const mainPlaces = (t: Translate, person: Person): MainPlace[] => [
  ...headPlaces(t, person),
  ...(person
    ? [{ href: "/settings", label: t("Settings") }]
    : [
        { href: "/sign-in", label: t("Sign in") },
        { href: "/sign-up", label: t("Sign up") },
      ]),
]
