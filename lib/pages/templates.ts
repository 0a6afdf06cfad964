/** Three designed beginnings for a fan's page, made of the site's own titles and words, and an empty one. */
import { makeBlock, makeDocument } from "./default-document.ts"
import type { Block } from "./page-blocks.ts"
import type { PageDocument } from "./page-document.ts"
import { THEME_PRESETS } from "./page-theme.ts"

export const TEMPLATE_NAMES = ["shopWindow", "fanzine", "oneNight", "blank"] as const
export type TemplateName = (typeof TEMPLATE_NAMES)[number]

export type TemplateSource = {
  name: string
  url: string
  words: string
  titles: readonly { titleId: string; name: string; tagline: string; hasCover: boolean; hasDemo: boolean }[]
}

type Maker = (source: TemplateSource) => PageDocument

/** Pure: the same site always gives the same document. */
export const templateOf = (name: TemplateName, source: TemplateSource): PageDocument => MAKERS[name](source)

/** As much of the fan's words as an opening holds, and what remains of them. */
function opening(words: string): { first: string; rest: string } {
  const [first = "", ...rest] = words.split(/\n{2,}/)
  return [...first].length <= 600 ? { first, rest: rest.join("\n\n").trim() } : { first: "", rest: words }
}

const leadOf = ({ titles }: TemplateSource): string =>
  (titles.find((title) => title.hasCover) ?? titles[0])?.titleId ?? ""
const own = (url: string, name: string) => ({ label: name.slice(0, 80), url })

const shopWindow: Maker = (source) => {
  const { first, rest } = opening(source.words)
  const content: Block[] = [
    makeBlock("Hero", "hero", { words: first, title: leadOf(source), layout: "beside" }),
    ...(rest ? [makeBlock("Text", "words", { text: rest })] : []),
    ...(source.titles.length > 1 ? [makeBlock("TitleGrid", "titles", { columns: "auto" })] : []),
    ...(source.titles.some((title) => title.hasDemo) ? [makeBlock("DemoShelf", "demos")] : []),
    makeBlock("Disclosure", "disclosure"),
  ]
  return makeDocument(THEME_PRESETS.gallery, content)
}

/** Works one below the other, covers now before the words and now after them. */
const fanzine: Maker = (source) => {
  const { first, rest } = opening(source.words)
  const sides = ["start", "end"] as const
  const content: Block[] = [
    makeBlock("Hero", "hero", { heading: source.name, words: first, title: leadOf(source), layout: "poster" }),
    ...(rest ? [makeBlock("Text", "words", { text: rest, width: "columns" })] : []),
    ...source.titles
      .slice(0, 6)
      .map((title, i) =>
        makeBlock("Title", `title-${i + 1}`, { title: title.titleId, words: title.tagline, layout: sides[i % 2]! }),
      ),
    makeBlock("Links", "links", { links: [own(source.url, source.name)], layout: "chips" }),
    makeBlock("Disclosure", "disclosure"),
  ]
  return makeDocument(THEME_PRESETS.zine, content)
}

const oneNight: Maker = (source) => {
  const lead = leadOf(source)
  const title = source.titles.find((each) => each.titleId === lead)
  const { first, rest } = opening(source.words)
  const content: Block[] = [
    makeBlock("Hero", "hero", {
      heading: (title?.name ?? source.name).slice(0, 80),
      words: title?.tagline ?? "",
      title: lead,
      layout: "centre",
    }),
    ...(first || rest
      ? [makeBlock("Text", "words", { text: [first, rest].filter(Boolean).join("\n\n"), align: "centre" })]
      : []),
    ...(lead ? [makeBlock("Download", "button", { title: lead, align: "centre" })] : []),
    makeBlock("Supporters", "supporters"),
    makeBlock("Disclosure", "disclosure"),
  ]
  return makeDocument(THEME_PRESETS.lastBus, content)
}

const blank: Maker = () => makeDocument(THEME_PRESETS.paper, [])

const MAKERS: Readonly<Record<TemplateName, Maker>> = { shopWindow, fanzine, oneNight, blank }
