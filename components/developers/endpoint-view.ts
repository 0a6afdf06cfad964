/** An endpoint as the page for developers shows it. */
export type FieldRow = {
  name: string
  /** As in JSON Schema: "string", "integer", "enum", "instant", "string | null", "string[]". */
  type: string
  /** Marked by `m(…)`. */
  description: string | null
  /** What holds when it is left out, as JSON. */
  fallback: string | null
  choices: readonly string[]
  required: boolean
  from: "path" | "query" | "body" | "answer"
}

export type EndpointView = {
  name: string
  method: "GET" | "POST" | "PATCH" | "DELETE"
  path: string
  scope: string | null
  summary: string
  notes: string | null
  cost: number
  /** Of a success. */
  status: number
  example: Readonly<Record<string, unknown>> | null
  fields: readonly FieldRow[]
  answer: readonly FieldRow[]
  errors: readonly { code: string; status: number }[]
}
