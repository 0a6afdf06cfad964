/** The document of a promo page: what Puck makes and reads (root, content, zones), checked before it is kept or shown. */
import { AppError } from "../kernel/errors.ts"
import { BLOCKS, type Block, type BlockType, isBlockType } from "./page-blocks.ts"
import { type Infer, isReference, line, lines, type Place, record, reference } from "./page-fields.ts"
import { themeField } from "./page-theme.ts"

/** Far more than anybody scrolls, and little enough to render in milliseconds. */
export const MAX_BLOCKS = 200
/** UTF-8 bytes of the whole document as JSON. */
export const MAX_DOCUMENT_BYTES = 256 * 1024

const rootFields = record({
  /** For search engines and previews; empty: the site's name. */
  title: line(120),
  description: lines(300),
  /** Shown when the page is shared; none: one is made. */
  picture: reference,
  theme: themeField,
})
export type PageRoot = Infer<typeof rootFields>

export type PageDocument = {
  root: { props: PageRoot }
  content: Block[]
  zones: Record<string, never>
}

/** Reads JSON text; its length is refused before it is parsed. Errors: too_large, invalid_input (field). */
export function parsePageDocument(json: string): PageDocument {
  if (json.length > MAX_DOCUMENT_BYTES) throw tooLarge()
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    throw new AppError("invalid_input", "The page is not JSON.")
  }
  return checkPageDocument(raw)
}

/**
 * Checks a parsed document; gives a clean copy that holds what the blocks' table names and nothing else. The number of
 * blocks is refused before any is walked. Errors: too_large, invalid_input (field).
 */
export function checkPageDocument(raw: unknown): PageDocument {
  const { root, content, zones } = asObject(raw, { what: "The page", path: "page" })
  refuseZones(zones)
  const blocks = content === undefined || content === null ? [] : content
  if (!Array.isArray(blocks))
    throw new AppError("invalid_input", "The page's content must be a list.", { field: "content" })
  if (blocks.length > MAX_BLOCKS)
    throw new AppError("too_large", `A page has at most ${MAX_BLOCKS} blocks; this one has ${blocks.length}.`)
  const document: PageDocument = { root: { props: readRoot(root) }, content: readBlocks(blocks), zones: {} }
  if (new TextEncoder().encode(JSON.stringify(document)).length > MAX_DOCUMENT_BYTES) throw tooLarge()
  return document
}

const tooLarge = () =>
  new AppError("too_large", `A page may have up to ${MAX_DOCUMENT_BYTES / 1024} KB of words and settings.`)

function asObject(raw: unknown, at: Place): Record<string, unknown> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw new AppError("invalid_input", `${at.what} must be an object.`, { field: at.path })
  const own = (name: string) => (Object.hasOwn(raw, name) ? (raw as Record<string, unknown>)[name] : undefined)
  return { root: own("root"), content: own("content"), zones: own("zones"), type: own("type"), props: own("props") }
}

/** No block of ours holds other blocks; an empty object is what Puck always writes. */
function refuseZones(zones: unknown): void {
  if (zones === undefined || zones === null) return
  if (typeof zones !== "object" || Object.keys(zones).length > 0)
    throw new AppError("invalid_input", "The page's zones must be empty.", { field: "zones" })
}

function readRoot(raw: unknown): PageRoot {
  const at = { what: "The page", path: "root" }
  if (raw === undefined || raw === null) return rootFields.read({}, at)
  const { props } = asObject(raw, at)
  return rootFields.read(props ?? {}, at)
}

function readBlocks(raw: readonly unknown[]): Block[] {
  const seen = new Set<string>()
  return raw.map((entry, i) => {
    const block = readBlock(entry, i)
    const { id } = block.props
    if (seen.has(id))
      throw new AppError("invalid_input", `Block ${i + 1} (${block.type}) has another's id.`, { field: `content.${i}` })
    seen.add(id)
    return block
  })
}

function readBlock(raw: unknown, index: number): Block {
  const path = `content.${index}`
  const { type, props } = asObject(raw, { what: `Block ${index + 1}`, path })
  if (!isBlockType(type))
    throw new AppError("invalid_input", `Block ${index + 1} (${nameOf(type)}) is of a kind we do not know.`, {
      field: path,
    })
  const at = { what: `Block ${index + 1} (${type})`, path }
  const given = props ?? {}
  const id = typeof given === "object" && Object.hasOwn(given, "id") ? (given as { id: unknown }).id : undefined
  if (!isReference(id)) throw new AppError("invalid_input", `${at.what} has no usable id.`, { field: at.path })
  return { type, props: { ...BLOCKS[type].read(given, at), id } } as Block
}

/** What a stranger called a block, short and in plain letters. */
const nameOf = (type: unknown): string =>
  typeof type === "string" ? type.replace(/[^\w -]/g, "").slice(0, 40) || "unnamed" : "unnamed"

export const blocksOf = <T extends BlockType>(document: PageDocument, type: T): Block<T>[] =>
  document.content.filter((block) => block.type === type) as unknown as Block<T>[]

const idsIn = (value: unknown, name: "title" | "picture" | "poster"): string[] =>
  value !== null && typeof value === "object"
    ? Object.entries(value).flatMap(([key, entry]) =>
        key === name && typeof entry === "string" && entry ? [entry] : idsIn(entry, name),
      )
    : []

/** The titles the page names itself, each once; blocks that show "every title" name none. */
export const titleIdsIn = (document: PageDocument): string[] => [...new Set(idsIn(document.content, "title"))]

/** The fan's own pictures on the page, each once. */
export const pictureIdsIn = (document: PageDocument): string[] => {
  const shared = document.root.props.picture
  const shown = [...idsIn(document.content, "picture"), ...idsIn(document.content, "poster")]
  return [...new Set(shared ? [shared, ...shown] : shown)]
}
