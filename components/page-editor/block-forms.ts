/** What each block of a promo page asks for, in the fan's words; the lengths are those that lib/pages/page-blocks.ts checks. */

import { m } from "#lib/kernel/messages.ts"
import type { BlockProps, BlockType } from "#lib/pages/page-blocks.ts"

type Common<Name extends string = string> = { name: Name; label: string; hint?: string }
/** One thing a block asks for. Sentences are English here and translated where they are shown. */
export type FieldSpec<Name extends string = string> = Common<Name> &
  (
    | { kind: "line"; max: number }
    | { kind: "lines"; max: number; rows?: number; markdown?: boolean }
    | { kind: "url" }
    | { kind: "flag" }
    | { kind: "choice"; options: readonly { value: string; label: string }[] }
    | { kind: "title" }
    | { kind: "titles"; max: number }
    | { kind: "picture"; decorative?: boolean }
    | { kind: "list"; item: string; max: number; fields: readonly FieldSpec[] }
  )

type BlockForm<T extends BlockType> = {
  label: string
  /** What it is for, where blocks are chosen. */
  use: string
  fields: readonly FieldSpec<Extract<keyof BlockProps<T>, string>>[]
}
type BlockForms = { readonly [T in BlockType]: BlockForm<T> }

const heading = { name: "heading", kind: "line", max: 120, label: m("Heading") } as const
const align = {
  name: "align",
  kind: "choice",
  label: m("Stands"),
  options: [
    { value: "start", label: m("At the start of the line") },
    { value: "centre", label: m("In the middle") },
  ],
} as const
const words = (max: number) => ({ name: "words", kind: "lines", max, rows: 4, label: m("Your words") }) as const
const titleOf = (hint: string) => ({ name: "title", kind: "title", label: m("Title"), hint }) as const

export const BLOCK_FORMS: BlockForms = {
  Hero: {
    label: m("Opening"),
    use: m("The top of the page: a heading, a few words and the loudest cover."),
    fields: [
      { ...heading, max: 80, hint: m("Left empty, the name of your site stands here.") },
      { ...words(600), hint: m("One or two sentences. What should a stranger know first?") },
      titleOf(m("Its cover and its button stand here.")),
      { name: "picture", kind: "picture", label: m("Your own picture"), hint: m("Shown instead of the cover.") },
      {
        name: "layout",
        kind: "choice",
        label: m("Arrangement"),
        options: [
          { value: "beside", label: m("Words beside the picture") },
          { value: "banner", label: m("Picture across the page") },
          { value: "centre", label: m("All in the middle") },
          { value: "poster", label: m("Poster: words on the picture") },
        ],
      },
      { name: "button", kind: "flag", label: m("Show the title's button") },
    ],
  },
  Text: {
    label: m("Text"),
    use: m("Your own words, at any length."),
    fields: [
      {
        name: "text",
        kind: "lines",
        max: 12_000,
        rows: 12,
        markdown: true,
        label: m("Text"),
        hint: m("## makes a heading, **bold**, *slanted*, - a list, [words](https://…) a link."),
      },
      {
        name: "width",
        kind: "choice",
        label: m("Width"),
        options: [
          { value: "read", label: m("Good for reading") },
          { value: "wide", label: m("The whole width") },
          { value: "columns", label: m("Two columns") },
        ],
      },
      align,
    ],
  },
  Title: {
    label: m("One title"),
    use: m("A title with its cover, your words about it and its button."),
    fields: [
      titleOf(m("The button credits you.")),
      { ...words(1_000), hint: m("Why this one?") },
      {
        name: "layout",
        kind: "choice",
        label: m("Cover stands"),
        options: [
          { value: "start", label: m("Before the words") },
          { value: "end", label: m("After the words") },
          { value: "wide", label: m("Above, across the page") },
        ],
      },
      { name: "price", kind: "flag", label: m("Show the price") },
    ],
  },
  TitleGrid: {
    label: m("Titles side by side"),
    use: m("Several covers to choose from, each with its button."),
    fields: [
      heading,
      { name: "titles", kind: "titles", max: 60, label: m("Titles"), hint: m("None chosen: all titles of your site.") },
      {
        name: "columns",
        kind: "choice",
        label: m("Columns"),
        options: [
          { value: "auto", label: m("As many as fit") },
          { value: "two", label: m("Two") },
          { value: "three", label: m("Three") },
          { value: "four", label: m("Four") },
        ],
      },
      { name: "taglines", kind: "flag", label: m("Show each title's sentence") },
    ],
  },
  DemoShelf: {
    label: m("Demo shelf"),
    use: m("Free demos, with how many carriers hold each right now."),
    fields: [
      heading,
      words(400),
      { name: "titles", kind: "titles", max: 60, label: m("Titles"), hint: m("None chosen: every demo of your site.") },
    ],
  },
  Quote: {
    label: m("Quote"),
    use: m("What somebody said about a work."),
    fields: [
      { name: "text", kind: "lines", max: 800, rows: 4, label: m("What was said") },
      { name: "who", kind: "line", max: 80, label: m("By whom") },
      { name: "url", kind: "url", label: m("Where it was said") },
      align,
    ],
  },
  Gallery: {
    label: m("Gallery"),
    use: m("Pictures of your own: screenshots, shelves, fan art."),
    fields: [
      heading,
      {
        name: "pictures",
        kind: "list",
        item: m("Picture"),
        max: 24,
        label: m("Pictures"),
        fields: [
          { name: "picture", kind: "picture", label: m("Picture") },
          {
            name: "alt",
            kind: "line",
            max: 200,
            label: m("What it shows"),
            hint: m("Read to people who cannot see it."),
          },
          { name: "caption", kind: "line", max: 200, label: m("Caption"), hint: m("Stands under the picture.") },
        ],
      },
      {
        name: "layout",
        kind: "choice",
        label: m("Arrangement"),
        options: [
          { value: "grid", label: m("In rows") },
          { value: "strip", label: m("A strip to scroll") },
          { value: "mosaic", label: m("A mosaic") },
        ],
      },
    ],
  },
  Video: {
    label: m("Video"),
    use: m("A link to a video; nothing of it loads before it is pressed."),
    fields: [
      heading,
      { name: "url", kind: "url", label: m("Address of the video") },
      { name: "label", kind: "line", max: 120, label: m("What the link says") },
      { name: "poster", kind: "picture", label: m("Still picture"), decorative: true },
    ],
  },
  Download: {
    label: m("Button"),
    use: m("One big button for one title, with the demo beside it."),
    fields: [titleOf(m("The button credits you.")), heading, words(400), align],
  },
  Links: {
    label: m("Links"),
    use: m("Your blog, your channel, your other places."),
    fields: [
      heading,
      {
        name: "links",
        kind: "list",
        item: m("Link"),
        max: 20,
        label: m("Links"),
        fields: [
          { name: "label", kind: "line", max: 80, label: m("What it says") },
          { name: "url", kind: "url", label: m("Address") },
        ],
      },
      {
        name: "layout",
        kind: "choice",
        label: m("Arrangement"),
        options: [
          { value: "rows", label: m("One below the other") },
          { value: "chips", label: m("In a row") },
        ],
      },
    ],
  },
  Supporters: {
    label: m("Supporters"),
    use: m("How many came through you, and who carries with you."),
    fields: [heading, words(400), { name: "names", kind: "flag", label: m("Show the names of nodes") }],
  },
  Disclosure: {
    label: m("Disclosure"),
    use: m("Says that you earn from purchases. It always stands on the page; here you choose where."),
    fields: [{ ...words(400), hint: m("Our sentence always stands; yours comes after it.") }],
  },
}
