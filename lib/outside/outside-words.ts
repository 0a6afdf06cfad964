/** What stopped a fetch, in the reader's language: one sentence that says what to look at. */
import type { Translate } from "../kernel/messages.ts"
import type { OutsideCode } from "./outside-error.ts"

/** A whole sentence about `host`. */
export function outsideWords(t: Translate, code: OutsideCode, host: string): string {
  switch (code) {
    case "bad_address":
      return t("{host} is not an address we can open: it must begin with https:// or http:// and name a site.", {
        host,
      })
    case "private_address":
      return t("{host} leads into a private network, where we never go.", { host })
    case "unresolvable":
      return t("DNS knows no address for {host}, or did not answer.", { host })
    case "refused":
      return t("{host} did not answer, or hung up.", { host })
    case "timeout":
      return t("{host} took too long to answer.", { host })
    case "too_large":
      return t("What {host} sent is larger than we read.", { host })
    case "too_many_redirects":
      return t("{host} sent us from address to address without end.", { host })
    case "tls":
      return t("The certificate of {host} has run out, or does not fit its name.", { host })
  }
}
