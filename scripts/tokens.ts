/** `node scripts/tokens.ts`: writes `app/tokens.css` as a string for pages outside Next; `app/look.test.ts` fails when it is out of date. */
import { readFileSync, writeFileSync } from "node:fs"
import { minifyTokens } from "./minify-tokens.ts"

const css = readFileSync(new URL("../app/tokens.css", import.meta.url), "utf8")
const target = new URL("../components/plain/tokens-css.ts", import.meta.url)
writeFileSync(
  target,
  `/** The look's tokens for pages outside Next. Made from app/tokens.css by \`node scripts/tokens.ts\`; change that. */
export const TOKENS_CSS =
  ${JSON.stringify(minifyTokens(css)).replaceAll('\\"', "'")}
`,
)
