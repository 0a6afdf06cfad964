/** The address of a link with the fan's own tags on it. */
import { parseSubId } from "./link-code.ts"

/** `s` is the one that stands in every list; the others tell finer things apart. */
export const SUB_ID_NAMES = ["s", "s1", "s2", "s3", "s4", "s5"] as const
export type SubIdName = (typeof SUB_ID_NAMES)[number]
export type SubIds = Partial<Record<SubIdName, string>>

/** The whole address, and the names of those tags that cannot be one and were left out. */
export function linkWithSubIds(link: string, ids: SubIds): { address: string; wrong: SubIdName[] } {
  const query = new URLSearchParams()
  const wrong: SubIdName[] = []
  for (const name of SUB_ID_NAMES) {
    const typed = ids[name]?.trim()
    if (!typed) continue
    const subId = parseSubId(typed)
    if (subId) query.set(name, subId)
    else wrong.push(name)
  }
  const text = query.toString()
  return { address: text ? `${link}?${text}` : link, wrong }
}
