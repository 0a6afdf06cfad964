/** What may be kept of a view of a table: its name and the address part that makes it. Which columns exist is the table's affair. */
import { AppError } from "../kernel/errors.ts"
import { hasHidden } from "../kernel/hidden.ts"

export type ViewState = Readonly<Record<string, readonly string[]>>

export const VIEWS_PER_OWNER = 50
export const VIEW_LIMITS = { nameChars: 60, queryChars: 2_000, params: 60, tableChars: 40 } as const

const TABLE = /^[a-z][a-z0-9-]*$/
/** What `components/ui/table-view.ts` writes into an address; a page number is no part of a view. */
const PARAM = /^(?:sort|q|show|in\.[\w-]{1,40})$/
/** Throws invalid_input at `name`. */
export function checkViewName(raw: string): string {
  const name = raw.trim().replace(/\s+/g, " ")
  if (!name) throw new AppError("invalid_input", "Give the view a name.", { field: "name" })
  if ([...name].length > VIEW_LIMITS.nameChars)
    throw new AppError("invalid_input", `A name has at most ${VIEW_LIMITS.nameChars} characters.`, { field: "name" })
  if (hasHidden(name))
    throw new AppError("invalid_input", "A name is one line of visible characters.", { field: "name" })
  return name
}

/** Throws invalid_input: only our own pages send this. */
export function checkTableKey(raw: string): string {
  if (raw.length > VIEW_LIMITS.tableChars || !TABLE.test(raw))
    throw new AppError("invalid_input", "There is no such table.")
  return raw
}

/** Keeps what a table could have written, in one order; throws invalid_input when it is too long or nothing is left. */
export function parseViewState(query: string): ViewState {
  if (query.length > VIEW_LIMITS.queryChars) throw new AppError("invalid_input", "This view is too long to be kept.")
  const search = new URLSearchParams(query)
  const state: Record<string, string[]> = {}
  for (const [param, value] of [...search].slice(0, VIEW_LIMITS.params))
    if (PARAM.test(param) && !value.includes("\0")) state[param] = [...(state[param] ?? []), value]
  if (Object.keys(state).length === 0)
    throw new AppError("invalid_input", "There is nothing to keep yet: sort, filter or choose columns first.")
  return state
}

/** The address part again, without "?". */
export function viewQuery(state: ViewState): string {
  const search = new URLSearchParams()
  for (const [param, values] of Object.entries(state)) for (const value of values) search.append(param, value)
  return search.toString()
}
