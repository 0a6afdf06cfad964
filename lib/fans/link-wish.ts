/** What a fan may say of a link beside its title and site, checked once for every door it can come through. */
import { refuseField } from "../kernel/errors.ts"
import { checkDeepPath, DESTINATIONS, type DestinationKind, type LinkUtm } from "./destination.ts"
import { parseSubId } from "./link-code.ts"
import { checkLinkName, checkLinkNote, checkTags } from "./link-notes.ts"
import { parseUtmValue, UTM_KEYS, UTM_LENGTH, type Utm, type UtmKey } from "./utm.ts"

/** As typed; what is left out stays as it is, and "" takes it away. Tags are parted by commas. */
export type LinkWish = {
  subId?: string | null
  name?: string
  tags?: string
  note?: string
  destination?: string
  deepPath?: string | null
  utm?: { pass: readonly string[]; own: Readonly<Record<string, string | null | undefined>> } | null
}

export type CheckedWish = {
  subId?: string | null
  name?: string
  tags?: string[]
  note?: string
  destination?: DestinationKind
  deepPath?: string | null
  utm?: LinkUtm | null
}

/** Throws invalid_input naming the field and what would be accepted. */
export function checkLinkWish(raw: LinkWish): CheckedWish {
  return {
    ...(raw.subId !== undefined && { subId: checkSubId(raw.subId) }),
    ...(raw.name !== undefined && { name: checkLinkName(raw.name) }),
    ...(raw.tags !== undefined && { tags: checkTags(raw.tags) }),
    ...(raw.note !== undefined && { note: checkLinkNote(raw.note) }),
    ...(raw.destination !== undefined && { destination: checkDestination(raw.destination) }),
    ...(raw.deepPath !== undefined && { deepPath: checkDeepPath(raw.deepPath ?? "") }),
    ...(raw.utm !== undefined && { utm: raw.utm && checkUtm(raw.utm) }),
  }
}

function checkSubId(raw: string | null): string | null {
  if (!raw?.trim()) return null
  const subId = parseSubId(raw.trim())
  if (subId) return subId
  throw refuseField("subId", "A sub-id is 1 to 64 letters, digits, dots, hyphens or underscores.")
}

function checkDestination(raw: string): DestinationKind {
  const kind = DESTINATIONS.find((one) => one === raw)
  if (kind) return kind
  throw refuseField("destination", "A link leads to its title or to your page.")
}

/** Null when nothing is passed and nothing added. */
function checkUtm({ pass, own }: NonNullable<LinkWish["utm"]>): LinkUtm | null {
  const passed = UTM_KEYS.filter((key) => pass.includes(key))
  if (passed.length < new Set(pass).size) throw refuseField("utm", "Only the six utm tags can be passed on.")
  const added: Utm = {}
  for (const [key, raw] of Object.entries(own)) {
    if (!raw?.trim()) continue
    if (!isUtmKey(key)) throw refuseField("utm", "Only the six utm tags can be added.")
    const value = parseUtmValue(raw)
    if (value === null) throw refuseField(key, `A utm tag is one line of at most ${UTM_LENGTH} characters.`)
    added[key] = value
  }
  return passed.length === 0 && Object.keys(added).length === 0 ? null : { pass: passed, own: added }
}

const isUtmKey = (key: string): key is UtmKey => (UTM_KEYS as readonly string[]).includes(key)
