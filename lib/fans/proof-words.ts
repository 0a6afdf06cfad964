/** What we saw when we looked for the proof of a site, in plain words that say what to do. */
import type { Translate } from "../kernel/messages.ts"
import { outsideWords } from "../outside/outside-words.ts"
import type { ProofFailure } from "./site-proof-state.ts"

/** `opened`: the address, or the name of the record. */
export type Seen = { failure: ProofFailure | null; opened: string; status: number | null }

export function proofWords(t: Translate, { failure, opened, status }: Seen): string {
  switch (failure) {
    case null:
      return t("We looked at {address} and found it.", { address: opened })
    case "status":
      return t("We opened {address}, and it answered with the error {status}. Visitors must be able to read it.", {
        address: opened,
        status: String(status ?? 0),
      })
    case "moved":
      return t("We were sent on to {address}, which is another site. Register that address instead.", {
        address: opened,
      })
    case "not_html":
      return t("We opened {address}, and it is no web page.", { address: opened })
    case "no_tag":
      return t("We opened {address} and found no such tag in its head.", { address: opened })
    case "wrong_tag":
      return t("We opened {address} and found such a tag, but with another content. Copy it once more.", {
        address: opened,
      })
    case "no_file":
      return t("We opened {address}, and there is no such file.", { address: opened })
    case "wrong_file":
      return t("We opened {address}, and your line is not in it.", { address: opened })
    case "no_record":
      return t("We asked DNS for {name}, and it knows no such record yet. DNS can take an hour to tell everybody.", {
        name: opened,
      })
    case "wrong_record":
      return t("We asked DNS for {name}, and it says something else. Copy the value once more.", { name: opened })
    case "dns_silent":
      return t("We asked DNS for {name}, and it did not answer. Try again in a few minutes.", { name: opened })
    case "no_button":
      return t("We opened {address} and found none of this site's buttons on it.", { address: opened })
    case "no_way_back":
      return t("We opened {address} and found your button, but no link to your promo page.", { address: opened })
    case "taken":
      return t("We found your proof, but somebody else has proved this address in a way only its keeper can.")
    default:
      return outsideWords(t, failure, hostOf(opened))
  }
}

const hostOf = (opened: string): string => (URL.canParse(opened) ? new URL(opened).host : opened)
