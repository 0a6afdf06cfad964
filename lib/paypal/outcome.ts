/** Reads what became of a remote call: an answer understood, a refusal with its reason, a limit, or "we do not know". */
import { z } from "zod"
import type { Outcome, Rejected, RejectionDetail } from "./port.ts"

/** PayPal sends `details: {}` and `links: {}` where arrays are promised; anything that is no array counts as none. */
const looseList = z
  .unknown()
  .optional()
  .transform((v): unknown[] => (Array.isArray(v) ? v : []))

const errorBody = z.object({
  name: z.string(),
  message: z.string().nullish(),
  debug_id: z.string().nullish(),
  details: looseList,
  links: looseList,
})
const oauthError = z.object({ error: z.string(), error_description: z.string().optional() })
const detailBody = z.object({
  issue: z.string().nullish(),
  field: z.string().nullish(),
  description: z.string().nullish(),
})

/** Refusals that only say "your earlier request is still being worked on": its result is not known yet. */
const IN_PROGRESS = new Set(["PREVIOUS_REQUEST_IN_PROGRESS", "ORDER_COMPLETION_IN_PROGRESS", "RESOURCE_CONFLICT"])
const RATE_LIMITS = new Set(["RATE_LIMIT_REACHED", "RATE_LIMIT_VALIDATION"])
/** 408 and 425 are the server giving up on the request, not on its content. */
const UNCLEAR_STATUSES = new Set([408, 425])
/** A hostile or broken Retry-After must not park money for ever. */
const MAX_RETRY_AFTER_SECONDS = 3_600

interface HttpFailure {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly message: string
}

const isHttpFailure = (error: unknown): error is HttpFailure =>
  error instanceof Error && typeof (error as { statusCode?: unknown }).statusCode === "number"

export const unknown = (reason: string): { kind: "unknown"; reason: string } => ({ kind: "unknown", reason })

/** What a failed call means. Everything that is not clearly a refusal is `unknown`. */
export function readFailure(error: unknown): Exclude<Outcome<never>, { kind: "ok" }> {
  if (!isHttpFailure(error)) return unknown(networkReason(error))
  const status = error.statusCode
  if (status === 429) return { kind: "rate_limited", retryAfterSeconds: retryAfter(error.headers["retry-after"]) }
  if (status < 400 || status >= 500 || UNCLEAR_STATUSES.has(status)) return unknown(`PayPal answered ${status}`)
  return readRefusal(status, error)
}

function readRefusal(status: number, error: HttpFailure): Exclude<Outcome<never>, { kind: "ok" }> {
  const rejected = parseRefusal(status, error.message, error.headers["paypal-debug-id"])
  if (!rejected) return unknown(`PayPal answered ${status} with a body that is not theirs`)
  if (RATE_LIMITS.has(rejected.name) || RATE_LIMITS.has(rejected.issue)) {
    return { kind: "rate_limited", retryAfterSeconds: retryAfter(error.headers["retry-after"]) }
  }
  if (IN_PROGRESS.has(rejected.name) || IN_PROGRESS.has(rejected.issue)) return unknown(rejected.issue)
  return rejected
}

function parseRefusal(status: number, text: string, debugHeader: string | string[] | undefined): Rejected | null {
  const json = parseJson(text)
  const body = errorBody.safeParse(json)
  const headerId = typeof debugHeader === "string" ? debugHeader : null
  if (body.success) {
    const details = body.data.details.flatMap(readDetail)
    const { name, message, debug_id } = body.data
    const issue = details.find((d) => d.issue !== "")?.issue ?? name
    return { kind: "rejected", status, name, issue, message: message ?? name, details, debugId: debug_id ?? headerId }
  }
  const oauth = oauthError.safeParse(json)
  if (!oauth.success) return null
  const { error: name, error_description: message = name } = oauth.data
  return { kind: "rejected", status, name, issue: name, message, details: [], debugId: headerId }
}

function readDetail(raw: unknown): RejectionDetail[] {
  const parsed = detailBody.safeParse(raw)
  if (!parsed.success) return []
  const { issue, field, description } = parsed.data
  return [{ issue: issue ?? "", field: field ?? null, description: description ?? null }]
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return "the call failed"
  const code = (error as { code?: unknown }).code
  return typeof code === "string" ? `${code}: ${error.message}` : error.message
}

function retryAfter(header: string | string[] | undefined): number | null {
  if (typeof header !== "string" || !/^\d{1,9}$/.test(header.trim())) return null
  return Math.min(Number(header), MAX_RETRY_AFTER_SECONDS)
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const linkBody = z.object({ href: z.string(), rel: z.string().optional() })
const BATCH_LINK = /\/v1\/payments\/payouts\/([A-Za-z0-9-]{1,30})$/

/**
 * Whether a refused payout says "this sender_batch_id was used already", and if so which batch it names. The link stands at
 * the top or inside the detail, depending on the age of the answer; only its path is read.
 */
export function readDuplicateBatch(error: unknown): { payoutBatchId: string | null; message: string } | null {
  if (!isHttpFailure(error) || error.statusCode !== 400) return null
  const body = errorBody.safeParse(parseJson(error.message))
  if (!body.success || body.data.name !== "USER_BUSINESS_ERROR") return null
  const details = body.data.details.filter((d) => typeof d === "object" && d !== null) as Record<string, unknown>[]
  const duplicate = details.some((d) => /sender_batch_id/i.test(`${d.field} ${d.issue}`))
  const id = batchIdIn([...body.data.links, ...details.flatMap((d) => [d.link, d.links].flat())])
  if (!duplicate && id === null) return null
  return { payoutBatchId: id, message: body.data.message ?? "duplicate batch" }
}

function batchIdIn(links: readonly unknown[]): string | null {
  for (const raw of links) {
    const link = linkBody.safeParse(raw)
    const id = link.success ? BATCH_LINK.exec(link.data.href)?.[1] : undefined
    if (id) return id
  }
  return null
}
