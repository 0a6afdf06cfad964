/** What a page as a whole is asked; the lengths are those that lib/pages/page-document.ts checks. */
import { m } from "#lib/kernel/messages.ts"
import type { FieldSpec } from "./block-forms.ts"

export const ROOT_FIELDS: readonly FieldSpec<"title" | "description" | "picture">[] = [
  {
    name: "title",
    kind: "line",
    max: 120,
    label: m("Title for search engines"),
    hint: m("Left empty, the name of your site."),
  },
  {
    name: "description",
    kind: "lines",
    max: 300,
    rows: 4,
    label: m("Description for search engines"),
    hint: m("One or two sentences under the title in a list of results."),
  },
  {
    name: "picture",
    kind: "picture",
    label: m("Picture when it is shared"),
    hint: m("Left empty, one is drawn from the page."),
  },
]
