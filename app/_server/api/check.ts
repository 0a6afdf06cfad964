/** Reads what a program sent: every field that is wrong is named, unknown ones too. */
import "server-only"
import { z } from "zod"
import { DEFAULT_BODY_BYTES, readBody } from "#app/_server/route.ts"
import { AppError } from "#lib/kernel/errors.ts"

export type FieldFault = { field: string; detail: string }

/** `detail` names the first fault; the problem document lists them all. */
export class FieldsRefused extends AppError {
  readonly faults: readonly FieldFault[]
  constructor(faults: readonly FieldFault[]) {
    const [first] = faults
    const { field, detail } = first ?? { field: "", detail: "Something in the request is not right." }
    super("invalid_input", field ? `${field}: ${detail}` : detail, field ? { field } : {})
    this.faults = faults
  }
}

/** More than a person would mend at once, and a bound on what a hostile body makes us say. */
const MAX_FAULTS = 20
const MAX_NAME_CHARS = 60

export function check<T extends z.ZodType>(value: unknown, schema: T): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new FieldsRefused(result.error.issues.flatMap((issue) => faultsOf(issue, schema)).slice(0, MAX_FAULTS))
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType): FieldFault[] {
  const path = issue.path.map(String)
  if (issue.code !== "unrecognized_keys") return [{ field: path.join("."), detail: issue.message }]
  const known = path.length === 0 && schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  const detail = known.length > 0 ? `There is no such field; there are ${known.join(", ")}.` : "There is no such field."
  return issue.keys.map((key) => ({ field: [...path, key.slice(0, MAX_NAME_CHARS)].join("."), detail }))
}

/** PostgreSQL has no way to keep it. */
const ZERO_BYTE = "A text may not hold a zero byte."

/** A query in which nothing stands twice, and no zero byte; throws invalid_input. */
export function checkQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const query = new URL(request.url).searchParams
  const names = [...query.keys()]
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new FieldsRefused([{ field: twice.slice(0, MAX_NAME_CHARS), detail: "Say it once." }])
  const zero = names.find((name) => query.get(name)?.includes("\0"))
  if (zero !== undefined) throw new FieldsRefused([{ field: zero.slice(0, MAX_NAME_CHARS), detail: ZERO_BYTE }])
  return check(Object.fromEntries(query), schema)
}

/** At most 64 kB of JSON; errors: unsupported_media, too_large, invalid_input. */
export async function readBodyText(request: Request): Promise<string> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/json")
    throw new AppError("unsupported_media", "Send the body as Content-Type: application/json.")
  const bytes = await readBody(request, DEFAULT_BODY_BYTES)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw new AppError("invalid_input", "The body is not UTF-8.")
  }
}

export function readJsonText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (!text.includes("\\u0000")) return value
  } catch {
    throw new AppError("invalid_input", "The body is not JSON.")
  }
  throw new AppError("invalid_input", ZERO_BYTE)
}
