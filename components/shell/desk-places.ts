/** The places of each desk, in the order they stand in its navigation. A new page of a desk gets its line here. */
import type { Translate } from "#lib/kernel/messages.ts"

export type DeskName = "fan" | "publisher" | "operator" | "account"
/** `exact`: marked only on the very page, not on those below it. `key` names a count shown beside it. */
export type DeskPlace = { href: string; label: string; exact?: true; key?: string }

const fan = (t: Translate): DeskPlace[] => [
  { href: "/dashboard", label: t("Overview"), exact: true },
  { href: "/dashboard/figures", label: t("Figures") },
  { href: "/dashboard/links", label: t("Links"), key: "links" },
  { href: "/dashboard/codes", label: t("Creator codes") },
  { href: "/dashboard/sites", label: t("Sites and pages"), key: "sites" },
  { href: "/dashboard/nodes", label: t("Nodes"), key: "nodes" },
  { href: "/dashboard/payouts", label: t("Payouts"), key: "payouts" },
]

const publisher = (t: Translate): DeskPlace[] => [
  { href: "/publish", label: t("Titles"), key: "titles" },
  { href: "/publish/sales", label: t("Sales and carriage") },
  { href: "/publish/payouts", label: t("Payouts") },
  { href: "/publish/new", label: t("New title") },
  { href: "/publish/keys", label: t("Keys") },
]

const operator = (t: Translate): DeskPlace[] => [
  { href: "/operate", label: t("Overview"), exact: true },
  { href: "/operate/review", label: t("Review"), key: "review" },
  { href: "/operate/people", label: t("People") },
  { href: "/operate/titles", label: t("Titles") },
  { href: "/operate/orders", label: t("Orders") },
  { href: "/operate/flags", label: t("Flags"), key: "flags" },
  { href: "/operate/money", label: t("Money") },
  { href: "/operate/health", label: t("Health"), key: "health" },
  { href: "/operate/acts", label: t("Record") },
]

const account = (t: Translate): DeskPlace[] => [
  { href: "/settings", label: t("Settings"), exact: true },
  { href: "/notifications", label: t("Notifications"), key: "unread" },
  { href: "/settings/notifications", label: t("What you hear of") },
  { href: "/settings/keys", label: t("Keys for programs") },
  { href: "/settings/webhooks", label: t("Webhooks") },
  { href: "/settings/data", label: t("Your data") },
]

const DESKS = { fan, publisher, operator, account } as const

export const deskPlaces = (t: Translate, desk: DeskName): DeskPlace[] => DESKS[desk](t)

export function deskTitle(t: Translate, desk: DeskName): string {
  if (desk === "fan") return t("Your desk")
  if (desk === "account") return t("Your account")
  return desk === "publisher" ? t("Publishing") : t("Operating")
}

/** The place one is at: the longest address that leads here; null elsewhere. Addresses begin with a slash and have no query. */
export function placeAt(path: string, places: readonly DeskPlace[]): DeskPlace | null {
  const leading = places.filter(({ href, exact }) => path === href || (!exact && path.startsWith(`${href}/`)))
  return leading.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null
}
