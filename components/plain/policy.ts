/** What a plain page may load, by the hashes of its own inline style and script: nothing else runs or dresses it. */
import { createHash } from "node:crypto"

/** A style's or script's text as a policy names it. */
export const sourceHash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** Pictures and faces of our own, forms to ourselves, nobody's frame; `script` where the page has one. */
export const plainPolicy = ({ style, script }: { style: string; script?: string }): string =>
  [
    "default-src 'none'",
    `style-src ${sourceHash(style)}`,
    ...(script === undefined ? [] : [`script-src ${sourceHash(script)}`]),
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ")
