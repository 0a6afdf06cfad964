/** The forms in which a fan takes a link away: badge as HTML, Markdown and BBCode, frame, and script. */
import { m } from "../../lib/kernel/messages.ts"
import { escapeHtml } from "../plain/html.ts"

/** Stands near every link: who earns, and for what. */
export const DISCLOSURE = "I earn from purchases and for carrying the download."

/** Size of the frame; given in the snippet, so that nothing on the page moves when it loads. */
export const FRAME_WIDTH = 360
export const FRAME_HEIGHT = 168

export type CopyForm = {
  key: "html" | "markdown" | "bbcode" | "iframe" | "script"
  label: string
  use: string
  code: string
}

type Link = { code: string; titleName: string; publicUrl: string }

/** Every form for one link; `publicUrl` has no slash at its end. */
export function copyForms({ code, titleName, publicUrl }: Link): CopyForm[] {
  const href = `${publicUrl}/r/${code}`
  const badge = `${publicUrl}/embed/badge/${code}.svg`
  const name = escapeHtml(oneLine(titleName))
  return [
    {
      key: "html",
      label: m("Badge (HTML)"),
      use: m("Works everywhere, also where scripts and frames are taken out."),
      code: `<a href="${href}" rel="sponsored noopener"><img src="${badge}" height="40" alt="Get ${name} on Fanfare"></a>\n<small>${DISCLOSURE}</small>`,
    },
    {
      key: "markdown",
      label: m("Badge (Markdown)"),
      use: m("For READMEs, forums and static blogs."),
      code: `[![Get ${plain(titleName)} on Fanfare](${badge})](${href})\n${DISCLOSURE}`,
    },
    {
      key: "bbcode",
      label: m("Badge (BBCode)"),
      use: m("For classic forums. Some show no SVG; the link works all the same."),
      code: `[url=${href}][img]${badge}[/img][/url]\n[size=1]${DISCLOSURE}[/size]`,
    },
    {
      key: "iframe",
      label: m("Card (frame)"),
      use: m("A card with name and price. No script, no cookie before the click."),
      code: `<iframe src="${publicUrl}/embed/frame/${code}" width="${FRAME_WIDTH}" height="${FRAME_HEIGHT}" loading="lazy" style="border:0;max-width:100%" title="Get ${name} on Fanfare"></iframe>`,
    },
    {
      key: "script",
      label: m("Button (script)"),
      use: m("For your own site: a live button. Without the script the link still works."),
      code: `<a data-fanfare="${code}" href="${href}" rel="sponsored noopener">Get ${name}</a>\n<small>${DISCLOSURE}</small>\n<script async src="${publicUrl}/embed.js"></script>`,
    },
  ]
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim()

/** A name in Markdown's square brackets: what could end them, begin markup or raw HTML is put behind a backslash. */
const plain = (text: string): string => oneLine(text).replace(/[\\[\]()<>*_`!#|~&]/g, (c) => `\\${c}`)
