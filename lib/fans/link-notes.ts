/** What a fan writes to a link for his own overview: a name, tags, a note. Visitors never see any of it. */
import { refuseField } from "../kernel/errors.ts"
import { hasHidden } from "../kernel/hidden.ts"

/** Characters, not bytes. */
export const LINK_LIMITS = { name: 80, tags: 10, tag: 32, note: 500 } as const

/** One word or a few, as people write them: letters of any script, digits, and what joins them. */
const TAG = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._+&/-]*[\p{L}\p{N}\p{M}+])?$/u
/** "" for none. Throws invalid_input on field `name`. */
export function checkLinkName(raw: string): string {
  const name = raw.trim()
  if ([...name].length > LINK_LIMITS.name || hasHidden(name))
    throw refuseField("name", "A name is one line of at most 80 visible characters.")
  return name
}

/** Tags as typed, parted by commas or semicolons: small letters, each once, in the order typed. Throws invalid_input on `tags`. */
export function checkTags(raw: string): string[] {
  const words = raw.split(/[,;\n]/).map((word) => word.trim().replace(/^#/, "").replace(/\s+/g, " ").normalize("NFC"))
  const tags = [...new Set(words.filter(Boolean).map((word) => word.toLowerCase()))]
  if (tags.length > LINK_LIMITS.tags) throw refuseField("tags", "A link has at most 10 tags.")
  for (const tag of tags)
    if ([...tag].length > LINK_LIMITS.tag || !TAG.test(tag))
      throw refuseField(
        "tags",
        "A tag is 1 to 32 letters and digits, with spaces or hyphens between; commas part the tags.",
      )
  return tags
}

/** "" for none. Throws invalid_input on field `note`. */
export function checkLinkNote(raw: string): string {
  const note = raw.replaceAll("\r\n", "\n").trim()
  if ([...note].length > LINK_LIMITS.note) throw refuseField("note", "A note has at most 500 characters.")
  if (hasHidden(note.replaceAll("\n", "")))
    throw refuseField("note", "The note holds characters nobody can see; leave them out.")
  return note
}
