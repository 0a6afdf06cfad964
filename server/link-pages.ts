/** The pages `/r/*` shows when it cannot lead on, in the reader's language. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { linkCardPage } from "#components/embed/link-card.ts"
import { unavailablePage, unknownLinkPage, withdrawnPage } from "#components/plain/link-pages.ts"
import type { PlainDocument } from "#components/plain/plain-page.ts"
import { takenDownPage } from "#components/plain/taken-down-page.ts"
import type { Db } from "#db/client.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { listReplacements, type Replacements } from "#lib/fans/replacements.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { choicesOf } from "./reader-choices.ts"
import { sendDocument } from "./send-document.ts"
import { within } from "./within.ts"

/** A crowd at one withdrawn title asks the database once in this time. */
const FRESH_MS = 5 * SECOND_MS
/** Longer and the page goes without recommendations. */
const ASK_LIMIT_MS = SECOND_MS
/** As long as the oEmbed endpoint reads. */
const PASTED_LIMIT = 900
/** A few kB each. */
const REMEMBERED = 500
const NONE: Replacements = { site: null, titles: [] }

type Kept = { until: number; value: Promise<Replacements> }

export class LinkPages {
  readonly #db: Db
  readonly #publicUrl: string
  readonly #kept = new Map<string, Kept>()

  constructor(db: Db, publicUrl: string) {
    this.#db = db
    this.#publicUrl = publicUrl
  }

  /** For programs that make cards and embeds of a pasted link: the redirect would lose the fan's code. */
  card(req: IncomingMessage, res: ServerResponse, target: LinkTarget): void {
    const publicUrl = this.#publicUrl
    const titleUrl = `${publicUrl}/titles/${target.slug}`
    // As it was pasted, with its choices and tags.
    const url = publicUrl + (req.url ?? `/r/${target.code}`).slice(0, PASTED_LIMIT)
    const card = { ...target, t: wordsFor(req), publicUrl, url, titleUrl, pictureUrl: `${titleUrl}/cover` }
    send(req, res, 200, linkCardPage(card), { "X-Robots-Tag": "noindex, nofollow" })
  }

  unknown(req: IncomingMessage, res: ServerResponse): void {
    send(req, res, 404, unknownLinkPage(wordsFor(req)))
  }

  /** No way to a purchase leads on from here. */
  takenDown(req: IncomingMessage, res: ServerResponse, { name, notice }: LinkTarget): void {
    send(req, res, 410, takenDownPage(wordsFor(req), name, notice))
  }

  withdrawn(req: IncomingMessage, res: ServerResponse, target: LinkTarget): void {
    const say = (instead: Replacements) =>
      send(req, res, 410, withdrawnPage(wordsFor(req), { name: target.name, ...instead }))
    this.#replacements(target)
      .catch(() => NONE)
      .then(say)
      .catch(() => this.unavailable(req, res))
  }

  unavailable(req: IncomingMessage, res: ServerResponse): void {
    send(req, res, 503, unavailablePage(wordsFor(req)), { "Retry-After": "5" })
  }

  #replacements(target: LinkTarget): Promise<Replacements> {
    const now = performance.now()
    const known = this.#kept.get(target.linkId)
    if (known && known.until > now) return known.value
    const value = within(ASK_LIMIT_MS, listReplacements(this.#db, target))
    this.#kept.delete(target.linkId)
    this.#kept.set(target.linkId, { until: now + FRESH_MS, value })
    if (this.#kept.size > REMEMBERED) this.#kept.delete(this.#kept.keys().next().value!)
    return value
  }
}

const wordsFor = (req: IncomingMessage): Translate => wordsOf(choicesOf(req).locale)

const send = (
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  page: PlainDocument,
  headers: Readonly<Record<string, string>> = {},
): void =>
  sendDocument(req, res, { ...page, status, cacheControl: "no-store", vary: "Cookie, Accept-Language", headers })
