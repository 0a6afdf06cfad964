/** The editor's fields: what a fan is asked for in each block, in the fan's language. */
import type { Field } from "@puckeditor/core"
import type { Translate } from "#lib/kernel/messages.ts"
import type { BlockType } from "#lib/pages/page-blocks.ts"
import type { PromoConfigOptions } from "./promo-config.tsx"

type Fields = Record<string, Field>

export const blockLabel = (t: Translate, type: BlockType): string =>
  ({
    Hero: t("Top"),
    Text: t("Text"),
    Title: t("One title"),
    TitleGrid: t("All titles"),
    DemoShelf: t("Demo shelf"),
    Quote: t("Quote"),
    Gallery: t("Gallery"),
    Video: t("Film"),
    Download: t("Button"),
    Links: t("Links"),
    Supporters: t("Supporters"),
    Disclosure: t("What I earn"),
  })[type]

export function blockFields(t: Translate, type: BlockType, options: PromoConfigOptions): Fields {
  const kit = fieldKit(t, options)
  return { ...topFields, ...titleFields, ...mediaFields }[type](t, kit)
}

type Kit = ReturnType<typeof fieldKit>

function fieldKit(t: Translate, { titles, pictureField }: PromoConfigOptions) {
  const title: Field = {
    type: "select",
    label: t("Title"),
    options: [{ label: t("None"), value: "" }, ...titles.map(({ titleId, name }) => ({ label: name, value: titleId }))],
  }
  const chosen = new Map(titles.map(({ titleId, name }) => [titleId, name]))
  return {
    title,
    titles: {
      type: "array",
      label: t("Titles (none: all of the site)"),
      max: 60,
      arrayFields: { title },
      defaultItemProps: { title: titles[0]?.titleId ?? "" },
      getItemSummary: (item: { title?: string }) => chosen.get(item.title ?? "") ?? t("Choose a title"),
    } as Field,
    picture: (label: string): Field => ({ ...(pictureField ?? { type: "text" }), label }) as Field,
    heading: { type: "text", label: t("Heading") } as Field,
    words: { type: "textarea", label: t("Words") } as Field,
    url: { type: "text", label: t("Address (https://…)") } as Field,
    align: pick(t("Alignment"), [
      [t("Start"), "start"],
      [t("Centre"), "centre"],
    ]),
  }
}

const pick = (label: string, options: [label: string, value: string][]): Field => ({
  type: "radio",
  label,
  options: options.map(([name, value]) => ({ label: name, value })),
})
const yesNo = (t: Translate, label: string): Field => ({
  type: "radio",
  label,
  options: [
    { label: t("Yes"), value: true },
    { label: t("No"), value: false },
  ],
})

type Maker = (t: Translate, kit: Kit) => Fields

const topFields = {
  Hero: (t, { heading, words, title, picture }) => ({
    heading,
    words,
    title,
    picture: picture(t("Picture instead of the cover")),
    layout: pick(t("Layout"), [
      [t("Beside each other"), "beside"],
      [t("Picture on top"), "banner"],
      [t("Centred"), "centre"],
      [t("Poster"), "poster"],
    ]),
    button: yesNo(t, t("Button")),
  }),
  Text: (t, { align }) => ({
    text: { type: "textarea", label: t("Text (Markdown)") },
    width: pick(t("Width"), [
      [t("For reading"), "read"],
      [t("Wide"), "wide"],
      [t("Two columns"), "columns"],
    ]),
    align,
  }),
  Quote: (t, { words, url, align }) => ({ text: words, who: { type: "text", label: t("Who said it") }, url, align }),
  Links: (t, { heading, url }) => ({
    heading,
    links: {
      type: "array",
      label: t("Links"),
      max: 20,
      arrayFields: { label: { type: "text", label: t("Words") }, url },
      defaultItemProps: { label: "", url: "" },
      getItemSummary: (item: { label?: string; url?: string }) => item.label || item.url || t("A new link"),
    } as Field,
    layout: pick(t("Layout"), [
      [t("Rows"), "rows"],
      [t("Chips"), "chips"],
    ]),
  }),
  Supporters: (t, { heading, words }) => ({
    heading,
    words,
    names: yesNo(t, t("Name the sites of others who carry them")),
  }),
  Disclosure: (t) => ({ words: { type: "textarea", label: t("Words after the sentence that always stands") } }),
} satisfies Partial<Record<BlockType, Maker>>

const titleFields = {
  Title: (t, { title, words }) => ({
    title,
    words,
    layout: pick(t("Cover"), [
      [t("At the start"), "start"],
      [t("At the end"), "end"],
      [t("Wide"), "wide"],
    ]),
    price: yesNo(t, t("Show the price")),
  }),
  TitleGrid: (t, { heading, titles }) => ({
    heading,
    titles,
    columns: pick(t("Columns"), [
      [t("As many as fit"), "auto"],
      ["2", "two"],
      ["3", "three"],
      ["4", "four"],
    ]),
    taglines: yesNo(t, t("Show the taglines")),
  }),
  DemoShelf: (_t, { heading, words, titles }) => ({ heading, words, titles }),
  Download: (_t, { title, heading, words, align }) => ({ title, heading, words, align }),
} satisfies Partial<Record<BlockType, Maker>>

const mediaFields = {
  Gallery: (t, { heading, picture }) => ({
    heading,
    pictures: {
      type: "array",
      label: t("Pictures"),
      max: 24,
      arrayFields: {
        picture: picture(t("Picture")),
        alt: { type: "text", label: t("What it shows, for those who cannot see it") },
        caption: { type: "text", label: t("Caption") },
      },
      defaultItemProps: { picture: "", alt: "", caption: "" },
      getItemSummary: (item: { alt?: string; caption?: string }) => item.caption || item.alt || t("A picture"),
    } as Field,
    layout: pick(t("Layout"), [
      [t("Grid"), "grid"],
      [t("Strip"), "strip"],
      [t("Mosaic"), "mosaic"],
    ]),
  }),
  Video: (t, { heading, url, picture }) => ({
    heading,
    url,
    label: { type: "text", label: t("Words on the link") },
    poster: picture(t("Still picture")),
  }),
} satisfies Partial<Record<BlockType, Maker>>
