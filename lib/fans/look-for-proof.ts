/** Opens a site, its file or its DNS record, and says what was found in place of the proof; decides nothing. */
import type { Outside, OutsideAnswer } from "../outside/fetch-outside.ts"
import { OutsideError } from "../outside/outside-error.ts"
import { isProven, recordOf } from "../outside/txt-proof.ts"
import { FILE_PATH, failureOfButton, failureOfFile, failureOfTag } from "./find-proof.ts"
import { placeOf } from "./site-place.ts"
import type { ProofFailure, ProofMethod } from "./site-proof-state.ts"

export type Wanted = {
  method: ProofMethod
  /** The site's address. */
  url: string
  token: string
  publicUrl: string
  codes: ReadonlySet<string>
  slug: string
}

export type Look = {
  /** Null: the proof is there. */
  failure: ProofFailure | null
  /** The address or the record that was opened. */
  opened: string
  status: number | null
}

/** A head with everything a builder of sites puts into it; buttons stand further down. */
const PAGE_BYTES = 1024 * 1024
const FILE_BYTES = 16 * 1024

/** Never throws for anything the site does. */
export async function lookForProof(outside: Outside, wanted: Wanted): Promise<Look> {
  if (wanted.method === "dns") return lookInDns(outside, wanted)
  const opened = wanted.method === "file" ? new URL(FILE_PATH, wanted.url).href : wanted.url
  const limits = { whenLarger: "cut", bodyBytes: wanted.method === "file" ? FILE_BYTES : PAGE_BYTES } as const
  const accept = wanted.method === "file" ? "text/plain" : "text/html"
  try {
    const answer = await outside.fetch({ url: opened, headers: { accept }, limits })
    return { failure: judge(answer, wanted), opened: answer.url, status: answer.status }
  } catch (error) {
    if (error instanceof OutsideError) return { failure: error.code, opened, status: null }
    throw error
  }
}

function judge(answer: OutsideAnswer, wanted: Wanted): ProofFailure | null {
  // An address on one's own host may lead anywhere by somebody's open redirect: what stands there is not this host's word.
  if (answer.hops.some((hop) => ownerOf(hop) !== ownerOf(wanted.url))) return "moved"
  const isFile = wanted.method === "file"
  if (isFile && (answer.status === 404 || answer.status === 410)) return "no_file"
  if (answer.status !== 200) return "status"
  const text = new TextDecoder().decode(answer.body)
  if (isFile) return failureOfFile(text, wanted.token)
  // What is served as data may repeat anything it was asked.
  if (!/^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(answer.headers["content-type"] ?? ""))
    return "not_html"
  if (wanted.method === "tag") return failureOfTag(text, wanted.token)
  return failureOfButton(text, { ...wanted, pageUrl: answer.url })
}

/** "www." in front is the same house. */
const ownerOf = (url: string): string => placeOf(url).host.replace(/^www\./, "")

async function lookInDns(outside: Outside, { url, token }: Wanted): Promise<Look> {
  const { recordName, recordValue } = recordOf(placeOf(url).dnsName, token)
  const look = (failure: ProofFailure | null): Look => ({ failure, opened: recordName, status: null })
  return outside.txt(recordName).then(
    (records) => {
      if (isProven(records, recordValue)) return look(null)
      return look(
        records.some((strings) => strings.join("").startsWith("fanfare-site=")) ? "wrong_record" : "no_record",
      )
    },
    () => look("dns_silent"),
  )
}
