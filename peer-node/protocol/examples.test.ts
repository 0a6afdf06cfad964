import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { PROTOCOL_ERRORS } from "./errors.ts"
import { buildExamples } from "./examples.ts"
import * as limits from "./limits.ts"

const PAGE = new URL("../../docs/PROTOCOL.md", import.meta.url)
const BLOCK = /```text example=([a-z-]+)\n([\s\S]*?)\n```/g

test("every worked example of PROTOCOL.md is what the code makes (WRITE_EXAMPLES=1 writes them)", async () => {
  const made = await buildExamples()
  let page = readFileSync(PAGE, "utf8")
  if (process.env.WRITE_EXAMPLES === "1") {
    page = page.replace(BLOCK, (_, name: string) => `\`\`\`text example=${name}\n${made[name]}\n\`\`\``)
    writeFileSync(PAGE, page)
  }
  expect(Object.fromEntries([...page.matchAll(BLOCK)].map((m) => [m[1], m[2]]))).toEqual(made)
})

test("every limit and every error code of the code stands in PROTOCOL.md with its value", () => {
  const page = readFileSync(PAGE, "utf8")
  const written = new Map(
    [...page.matchAll(/^\| `([A-Z_]+)` \| ([\d ,]+) \|/gm)].map((m) => [m[1]!, m[2]!.replaceAll(" ", "")]),
  )
  const { KIB: _k, MIB: _m, GIB: _g, ...values } = limits
  expect(Object.fromEntries(written)).toEqual(
    Object.fromEntries(Object.entries(values).map(([k, v]) => [k, String(v)])),
  )
  for (const code of Object.keys(PROTOCOL_ERRORS)) expect(page).toContain(`\`${code}\``)
})
