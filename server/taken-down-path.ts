/** `/titles/SLUG` of what was taken down, in front of Next: 410 and a page that says so. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { takenDownPage } from "#components/plain/taken-down-page.ts"
import { listTakenDown, type TakenDownTitle } from "#lib/catalog/taken-down-titles.ts"
import type { Deps } from "#lib/deps.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { choicesOf } from "./reader-choices.ts"
import { sendDocument } from "./send-document.ts"

/** Other processes hear nothing of a takedown, so each looks this often. */
const LOOK_EVERY_MS = 5 * SECOND_MS
const ROUTE = /^\/titles\/([^/?#]{1,200})(?:[/?#]|$)/

export type TakenDownPath = {
  handle(req: IncomingMessage, res: ServerResponse): boolean
  /** Looks now: a title was just taken down or given back in this process. */
  look(): Promise<void>
  stop(): void
}

/** Ready once the first list is read. */
export async function openTakenDownPath({ db }: Pick<Deps, "db">): Promise<TakenDownPath> {
  let titles: ReadonlyMap<string, TakenDownTitle> = new Map()
  const look = async () => {
    titles = await listTakenDown(db)
  }
  await look()
  // While the database is away the last list stands.
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS)
  timer.unref()
  const handle = (req: IncomingMessage, res: ServerResponse): boolean => {
    const slug = ROUTE.exec(req.url ?? "")?.[1]
    const title = slug && titles.size > 0 ? titles.get(decoded(slug)) : undefined
    if (!title) return false
    const page = takenDownPage(wordsOf(choicesOf(req).locale), title.name, title.notice)
    sendDocument(req, res, { ...page, status: 410, cacheControl: "no-store", vary: "Cookie, Accept-Language" })
    return true
  }
  return { handle, look, stop: () => clearInterval(timer) }
}

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}
