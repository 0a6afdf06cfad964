/** The page of a site whose fan has not built one: made of its name, words and titles, and fit to be seen. */
import { BLOCKS, type Block, type BlockProps, type BlockType } from "./page-blocks.ts"
import { checkPageDocument, type PageDocument } from "./page-document.ts"
import { type PageTheme, THEME_PRESETS } from "./page-theme.ts"

export type DefaultSource = {
  words: string
  titles: readonly { titleId: string; hasCover: boolean; hasDemo: boolean }[]
}

/** A block with this table's fallbacks under what is given. */
export const makeBlock = <T extends BlockType>(type: T, id: string, props: Partial<BlockProps<T>> = {}): Block<T> =>
  ({ type, props: { ...structuredClone(BLOCKS[type].fallback), ...props, id } }) as unknown as Block<T>

export const makeDocument = (theme: PageTheme, content: Block[], root: { title?: string; description?: string } = {}) =>
  checkPageDocument({ root: { props: { ...root, theme } }, content, zones: {} })

/** Pure: the same site always gives the same document, block ids included. */
export function defaultDocument({ words, titles }: DefaultSource): PageDocument {
  const lead = titles.find((title) => title.hasCover) ?? titles[0]
  const [first = "", ...rest] = words.split(/\n{2,}/)
  const short = [...first].length <= 600
  const body = short ? rest.join("\n\n") : words
  const content: Block[] = [
    makeBlock("Hero", "hero", { words: short ? first : "", title: lead?.titleId ?? "" }),
    ...(body.trim() ? [makeBlock("Text", "text", { text: body })] : []),
    ...(titles.length > 1 ? [makeBlock("TitleGrid", "titles")] : []),
    ...(titles.some((title) => title.hasDemo) ? [makeBlock("DemoShelf", "shelf")] : []),
    makeBlock("Disclosure", "disclosure"),
  ]
  return makeDocument(THEME_PRESETS.paper, content)
}
