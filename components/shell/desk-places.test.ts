/** Which place of a desk a page belongs to. */
import { expect, test } from "vitest"
import { english } from "#lib/kernel/messages.ts"
import { deskPlaces, placeAt } from "./desk-places.ts"

test.each([
  ["fan", "/dashboard", "/dashboard"],
  ["fan", "/dashboard/links", "/dashboard/links"],
  ["fan", "/dashboard/links/lnk_1", "/dashboard/links"],
  ["fan", "/dashboard/lines/x", undefined],
  ["fan", "/dashboard-else", undefined],
  ["publisher", "/publish/new", "/publish/new"],
  ["publisher", "/publish/newest-game", "/publish"],
  ["operator", "/operate", "/operate"],
  ["account", "/settings/notifications", "/settings/notifications"],
  ["account", "/settings/payee", undefined],
] as const)("%s at %s is in %s", (desk, path, href) =>
  expect(placeAt(path, deskPlaces(english, desk))?.href).toBe(href),
)

test("places of one desk have addresses of their own", () => {
  for (const desk of ["fan", "publisher", "operator", "account"] as const) {
    const hrefs = deskPlaces(english, desk).map((place) => place.href)
    expect(new Set(hrefs).size).toBe(hrefs.length)
  }
})
