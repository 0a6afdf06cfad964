/** A fan's own domain: which names can be one. */
import { AppError } from "../kernel/errors.ts"
import { isPrivateName } from "../outside/private-names.ts"

export const DOMAINS_PER_SITE = 5
/** DNS allows 253 characters; the record's name takes some of them. */
const MAX_CHARS = 200
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The name as DNS has it: ASCII (IDNA), lower case, without scheme, path, port or dot at its end. `ownHosts` are the
 * platform's own names: neither they nor names below or above them are anybody's. Throws invalid_input on field `domain`.
 */
export function checkDomain(raw: string, ownHosts: readonly string[]): string {
  const typed = raw
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/.*$/s, "")
    .replace(/\.$/, "")
  if (typed.length > MAX_CHARS || /[\s:@?#\\%[\]]/.test(typed))
    throw new AppError("invalid_input", "A domain is a name such as games.example: no port, no spaces.", FIELD)
  const domain = toAscii(typed)
  const labels = domain?.split(".") ?? []
  if (!domain || domain.length > MAX_CHARS || labels.length < 2 || !labels.every((label) => LABEL.test(label)))
    throw new AppError("invalid_input", "Give a full domain name, such as games.example.", FIELD)
  // A last label of digits makes it the address of a machine.
  if (/^\d+$/.test(labels.at(-1)!))
    throw new AppError("invalid_input", "The address of a machine cannot be a page's domain; use a name.", FIELD)
  if (isPrivateName(domain))
    throw new AppError("invalid_input", "That name exists only inside private networks.", FIELD)
  if (ownHosts.some((own) => domain === own || domain.endsWith(`.${own}`) || own.endsWith(`.${domain}`)))
    throw new AppError("invalid_input", "That name belongs to the platform itself.", FIELD)
  return domain
}

const FIELD = { field: "domain" }

/** IDNA as browsers do it (UTS 46): "bücher.example" is "xn--bcher-kva.example". */
function toAscii(name: string): string | null {
  const address = `http://${name}/`
  return name && URL.canParse(address) ? new URL(address).hostname.toLowerCase() : null
}
