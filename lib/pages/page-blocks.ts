/** The blocks a promo page is made of: what each may hold. Components, editor and checks all read this one table. */
import { choice, flag, type Infer, line, lines, list, record, reference, webUrl } from "./page-fields.ts"

/** As many titles as a site shows. */
const titleList = list(record({ title: reference }), 60)
const align = choice(["start", "centre"])

export const BLOCKS = {
  /** The top: the site's name (or another heading), a few words, and the loudest cover. */
  Hero: record({
    heading: line(80),
    words: lines(600),
    /** Whose cover stands here and whose button is shown; none: the words stand alone. */
    title: reference,
    /** A picture of the fan's own instead of the cover. */
    picture: reference,
    layout: choice(["beside", "banner", "centre", "poster"]),
    button: flag(true),
  }),
  /** CommonMark; markup in it stays text. */
  Text: record({ text: lines(12_000), width: choice(["read", "wide", "columns"]), align }),
  Title: record({
    title: reference,
    words: lines(1_000),
    layout: choice(["start", "end", "wide"]),
    price: flag(true),
  }),
  TitleGrid: record({
    heading: line(120),
    /** Empty: every title of the site, in its order. */
    titles: titleList,
    columns: choice(["auto", "two", "three", "four"]),
    taglines: flag(true),
  }),
  DemoShelf: record({ heading: line(120), words: lines(400), titles: titleList }),
  Quote: record({ text: lines(800), who: line(80), url: webUrl, align }),
  Gallery: record({
    heading: line(120),
    pictures: list(record({ picture: reference, alt: line(200), caption: line(200) }), 24),
    layout: choice(["grid", "strip", "mosaic"]),
  }),
  Video: record({ heading: line(120), url: webUrl, label: line(120), poster: reference }),
  Download: record({ title: reference, heading: line(120), words: lines(400), align }),
  Links: record({
    heading: line(120),
    links: list(record({ label: line(80), url: webUrl }), 20),
    layout: choice(["rows", "chips"]),
  }),
  Supporters: record({ heading: line(120), words: lines(400), names: flag(true) }),
  /** Our sentence always stands; `words` come after it. */
  Disclosure: record({ words: lines(400) }),
} as const

export type BlockType = keyof typeof BLOCKS
export type BlockProps<T extends BlockType> = Infer<(typeof BLOCKS)[T]>
/** One block as Puck keeps it. */
export type Block<T extends BlockType = BlockType> = { [K in T]: { type: K; props: BlockProps<K> & { id: string } } }[T]

export const BLOCK_TYPES = Object.keys(BLOCKS) as BlockType[]
export const isBlockType = (raw: unknown): raw is BlockType => typeof raw === "string" && Object.hasOwn(BLOCKS, raw)
