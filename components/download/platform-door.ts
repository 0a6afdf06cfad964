/** The page's calls to the platform, by the signed-in person's cookie: keys and clock, session, report, licence. */
import * as z from "zod"
import { m } from "#lib/kernel/messages.ts"
import { ClockAnswer, LicenceAnswer, Problem, ReportAnswer, SessionAnswer } from "#peer/protocol/announce.ts"
import { verifyClock } from "#peer/protocol/clock.ts"
import { type PublicKey, parseJwks } from "#peer/protocol/keys.ts"
import { DownloadError } from "./errors.ts"

/** What the page trusts, and what time the platform has. */
export type Platform = {
  keys: readonly PublicKey[]
  /** The platform's time in unix seconds; it differs from this machine's where the sample world's clock was moved. */
  nowSeconds(): number
}

/** Errors of every call here: `line`, `refused` (with the platform's own sentence and status). */
export async function readPlatform(signal?: AbortSignal): Promise<Platform> {
  const keys = parseJwks(await call("/.well-known/jwks.json", z.unknown(), { signal }))
  const { clock } = await call("/api/v1/clock", ClockAnswer, { signal })
  const { nowMs } = await verifyClock(clock, { keys, realNowSeconds: Date.now() / 1000 }).catch(clockByItself)
  const readAtMs = Date.now()
  return { keys, nowSeconds: () => Math.floor((nowMs + Date.now() - readAtMs) / 1000) }
}

/** This machine's clock is off: the platform's word, fetched just now from its own page, is the better one. */
function clockByItself(): never {
  throw new DownloadError(
    "refused",
    m("The clock of this device is more than two minutes off. Set it right and go on; signatures carry the time."),
  )
}

type SessionWish = { kind: "demo" | "purchase"; title: string; session_key: string; device_key: string }

export const openSession = (wish: SessionWish, signal?: AbortSignal): Promise<SessionAnswer> =>
  call("/api/v1/sessions", SessionAnswer, { body: { ...wish, origin_only: true }, signal })

export const sendReport = (session: string, report: string, signal?: AbortSignal): Promise<ReportAnswer> =>
  call(`/api/v1/sessions/${encodeURIComponent(session)}/report`, ReportAnswer, { body: { report }, signal })

export const askLicence = (title: string, deviceKey: string, signal?: AbortSignal): Promise<LicenceAnswer> =>
  call("/api/v1/licences", LicenceAnswer, { body: { title, device_key: deviceKey }, signal })

type CallOptions = { body?: object; headers?: Record<string, string>; signal?: AbortSignal | undefined }

/** One JSON call: GET without a body, POST with one. */
export async function call<T extends z.ZodType>(url: string, shape: T, options: CallOptions): Promise<z.output<T>> {
  const answer = await send(url, options)
  const read = shape.safeParse(await answer.json().catch(() => null))
  if (!read.success) throw new DownloadError("refused", m("The platform's answer could not be read. Reload the page."))
  return read.data
}

/** The response when it is a good one. */
export async function send(url: string, { body, headers, signal }: CallOptions): Promise<Response> {
  const init: RequestInit = {
    cache: "no-cache",
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) },
    ...(signal ? { signal } : {}),
  }
  const answer = await fetch(url, init).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new DownloadError("line", undefined, 0, cause)
  })
  if (!answer.ok) throw await refusal(answer)
  return answer
}

const NOT_TAKEN = m("That was not taken ({status}).")

async function refusal(answer: Response): Promise<DownloadError> {
  const said = Problem.partial().safeParse(await answer.json().catch(() => ({})))
  const detail = said.success ? (said.data.detail ?? said.data.title) : undefined
  if (answer.status === 401) {
    return new DownloadError("refused", m("You are signed out. Sign in again; what has arrived stays."), 401)
  }
  // Too busy, or a server that is just starting: worth another try.
  if (answer.status === 429 || answer.status >= 500) return new DownloadError("line", detail, answer.status)
  return new DownloadError("refused", detail ?? NOT_TAKEN.replace("{status}", String(answer.status)), answer.status)
}
