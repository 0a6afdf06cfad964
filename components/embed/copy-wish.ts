/** What a fan asks of the copy panel, as it stands in the page's address: it survives a reload and works without script. */

import { type CopyFormKey, type CopyWish, formsFor } from "./copy-forms.ts"
import { choicePairs, type EmbedChoice, PLAIN_CHOICE, readChoice } from "./embed-choice.ts"

/** As Next hands over a page's query. */
export type PageQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads the panel's part of a page's query; what is unknown is as if it were not there. */
export function readWish(query: PageQuery, link: { siteSlug: string | null; hasDemo: boolean }): CopyWish {
  const one = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (typeof value === "string") one.set(name, value)
  const forms = formsFor(link)
  const form = forms.find((key) => key === one.get("form")) ?? forms[0]!
  const choice = readChoice(one)
  return { form, size: one.get("size") ?? "wide", choice: { ...choice, demo: choice.demo && link.hasDemo } }
}

export type WishChange = { form?: CopyFormKey; size?: string } & Partial<EmbedChoice>

/** The address of the panel with one thing chosen otherwise. */
export function wishHref(path: string, wish: CopyWish, change: WishChange): string {
  const { form = wish.form, size = wish.size, ...look } = change
  const choice = { ...PLAIN_CHOICE, ...wish.choice, ...look }
  const kept: [string, string][] = [["form", form], ...(size === "wide" ? [] : [["size", size] as [string, string]])]
  return `${path}?${new URLSearchParams([...kept, ...choicePairs(choice)])}`
}
