/** Start and end instead of left and right, so that pages turn round for languages written from the right. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { expect, test } from "vitest"

const ROOT = join(import.meta.dirname, "..")
/** Tailwind's one-sided words, at the start of a class (variants and a minus may stand before). */
const CLASS =
  /(?<=["'`\s])(?:[\w[\]&=.:>/-]+:)?-?(?:(?:m[lr]|p[lr]|scroll-m[lr]|scroll-p[lr]|left|right|border-[lr]|rounded-(?:[tb]?[lr]))(?:-(?:\d[\d./]*|px|auto|full|\[[^\]]+\]|\([^)]+\)|line|edge|ink|input|card|chip))?|(?:text|float|clear)-(?:left|right))(?=["'`\s])/g
/** The same in a style sheet, also in those that stand in strings. */
const PROPERTY =
  /(?<=[{;\s])(?:(?:margin|padding|border|inset)-(?:left|right)[\w-]*|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?<=[{;\s])(?:left|right)\s*:\s*(?:-?[\d.]|auto|calc|var|min|max)|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)/g
/** Words of English and of code that only look like classes: they stand alone, or as a value or a name. */
const NOT_A_CLASS = /^(?:left|right)$/
/** Coordinates of pixels in a picture, which has no direction of writing. */
const OF_PICTURES = /components\/ui\/(?:crop|place-beside)/

const sidesIn = (source: string): string[] =>
  [...source.matchAll(CLASS), ...source.matchAll(PROPERTY)].map(([found]) => found).filter((f) => !NOT_A_CLASS.test(f))

const sources = ["app", "components"].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|css)$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !OF_PICTURES.test(path)),
)

test("no page and no part of one names a side", () => {
  const found = sources.flatMap((path) =>
    sidesIn(readFileSync(path, "utf8")).map((side) => `${relative(ROOT, path)}: ${side}`),
  )
  expect(sources.length).toBeGreaterThan(100)
  expect(found).toEqual([])
})

test.each([
  ['className="ml-2"', 1],
  ['className="flex md:-mr-1.5 gap-2"', 1],
  ['className="focus:left-2 text-right border-l-4"', 3],
  ['className="rounded-tl-card rounded-r pl-[3px]"', 3],
  [".a{margin-left:3px;text-align:right}", 2],
  [".a { left: 0; }", 1],
  ['className="ms-2 pe-1 start-0 text-end border-s-4 rounded-ss-card"', 0],
  ['right: "purchase" | "demo"', 0],
  ["const left = a - b; return a ? left : right", 0],
  [".a{margin-inline-start:3px;inset-inline-end:0}", 0],
])("%s has %i", (source, count) => expect(sidesIn(source)).toHaveLength(count))
