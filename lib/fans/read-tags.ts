/**
 * The tags of a stranger's page in their order, in one pass: enough of HTML to tell a tag in the head from one in a comment,
 * a script or somebody's text (WHATWG HTML, 13.2). Linear in the page, whatever is on it.
 */

export type PageTag = {
  /** Lower case. */
  name: string
  attributes: ReadonlyMap<string, string>
  inHead: boolean
}

/** Their content is text, not tags; of a noscript or a template nothing is shown. */
const TEXT_ONLY = new Set(
  "script style textarea title xmp iframe noembed noframes noscript template plaintext".split(" "),
)
/** Everything else begins the body. */
const OF_HEAD = new Set(
  "html head base basefont bgsound link meta title noscript noframes style script template".split(" "),
)
const ATTRIBUTES_READ = 60

/** Opening tags only. */
export function* tagsOf(page: string): Generator<PageTag> {
  // ASCII alone: in other letters lower case may be longer, and the positions would no longer agree.
  const lower = page.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  let inHead = true
  for (let at = 0; ; ) {
    const open = page.indexOf("<", at)
    if (open < 0) return
    if (inHead && /[^\s\ufeff]/.test(page.slice(at, open))) inHead = false
    if (page.startsWith("<!--", open)) {
      at = after(page, "-->", open + 2)
      if (at < 0) return
      continue
    }
    const name = /^[a-z][^\s/>]*/.exec(lower.slice(open + 1, open + 40))?.[0]
    if (name === undefined) {
      // A doctype, a closing tag, or a lone "<" in a text.
      const markup = /^<[!?/]/.test(page.slice(open, open + 2))
      if (lower.startsWith("</head", open) || lower.startsWith("</html", open)) inHead = false
      at = markup ? after(page, ">", open) : open + 1
      if (at < 0) return
      continue
    }
    const read = readAttributes(page, open + 1 + name.length)
    if (!read) return
    inHead &&= OF_HEAD.has(name)
    yield { name, attributes: read.attributes, inHead }
    at = read.end
    if (!TEXT_ONLY.has(name)) continue
    at = lower.indexOf(`</${name}`, at)
    if (at < 0) return
  }
}

const after = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

type Read = { attributes: Map<string, string>; end: number }

/** Null where the page ends within the tag. */
function readAttributes(page: string, from: number): Read | null {
  const attributes = new Map<string, string>()
  const part = /[\s/]*(?:(>)|(?:([^\s/>=][^\s/>=]*)|=)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?)/y
  for (let at = from; ; ) {
    part.lastIndex = at
    const found = part.exec(page)
    if (!found) return null
    const [whole, end, name, double, single, bare] = found
    at += whole.length
    if (end) return { attributes, end: at }
    const key = name?.toLowerCase()
    if (key && !attributes.has(key) && attributes.size < ATTRIBUTES_READ)
      attributes.set(key, decoded(double ?? single ?? bare ?? ""))
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">", sol: "/", colon: ":" }

const decoded = (value: string): string =>
  value.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,5}));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
