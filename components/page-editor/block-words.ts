/** How a block is called in lists and announcements. */
import type { Translate } from "#lib/kernel/messages.ts"
import { isBlockType } from "#lib/pages/page-blocks.ts"
import { BLOCK_FORMS } from "./block-forms.ts"

export const blockName = (type: string, t: Translate): string =>
  isBlockType(type) ? t.known(BLOCK_FORMS[type].label) : type

const TELLING = ["heading", "text", "words", "who", "label", "url"] as const
const SUMMARY_CHARS = 60

/** The first words somebody wrote in a block; empty when there are none. */
export function blockSummary(props: Readonly<Record<string, unknown>>): string {
  const found = TELLING.map((name) => props[name]).find((value) => typeof value === "string" && value.trim() !== "")
  return String(found ?? "")
    .replace(/[#*_>[\]]/g, "")
    .trim()
    .slice(0, SUMMARY_CHARS)
}
