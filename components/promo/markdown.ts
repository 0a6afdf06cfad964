/** A fan's words as safe markup: CommonMark with strikethrough; raw HTML stays text, pictures and script addresses do not. */
import { micromark } from "micromark"
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough"

/** Headings stand below the page's one h1, and blocks have h2. */
const LOWER: Readonly<Record<string, string>> = { h1: "h2", h2: "h3", h3: "h4", h4: "h4", h5: "h4", h6: "h4" }

/** micromark escapes raw HTML and drops all but http(s), mailto and relative addresses by itself. */
export function markdownToHtml(text: string): string {
  const made = micromark(text, {
    // A picture from elsewhere would tell that host of every visitor; pictures have a block of their own.
    extensions: [gfmStrikethrough(), { disable: { null: ["labelStartImage"] } }],
    htmlExtensions: [gfmStrikethroughHtml()],
  })
  return made
    .replace(/<(\/?)(h[1-6])>/g, (_, slash: string, tag: string) => `<${slash}${LOWER[tag]}>`)
    .replace(/<a href="/g, '<a rel="nofollow ugc noopener" href="')
}
