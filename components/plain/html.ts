/** Markup without a framework, for pages that must be small or stand on other people's sites: every value is escaped. */
export type Html = { readonly html: string }
type Part = Html | string | number | null | false | undefined | readonly Html[]

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text for an element or a quoted attribute, in HTML and in XML; characters XML cannot hold are dropped. */
export const escapeHtml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones XML 1.0 has no way to write
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (c) => ENTITIES[c]!)

/** Markup of our own writing, taken as it is. */
export const raw = (markup: string): Html => ({ html: markup })

/** A template whose values are escaped unless they are Html themselves; null and false leave nothing. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  let out = strings[0]!
  for (const [i, value] of values.entries()) out += render(value) + strings[i + 1]!
  return { html: out }
}

function render(value: Part): string {
  if (value === null || value === undefined || value === false) return ""
  if (typeof value === "string") return escapeHtml(value)
  if (typeof value === "number") return String(value)
  if ("html" in value) return value.html
  return value.map((part) => part.html).join("")
}
