/** What the page for developers says of each endpoint: the declarations, laid out as rows of fields. */
import "server-only"
import type { EndpointView, FieldRow } from "#components/developers/endpoint-view.ts"
import { ERRORS } from "#lib/kernel/errors.ts"
import { ENDPOINTS } from "./all.ts"
import type { Endpoint } from "./endpoint.ts"
import { errorsOf } from "./errors-of.ts"
import { fieldsOf, schemaOf, tagOf } from "./openapi.ts"

type Json = Record<string, unknown>

/** By resource, in the order of the list. */
export function reference(): { tag: string; endpoints: EndpointView[] }[] {
  const tags = [...new Set(ENDPOINTS.map(tagOf))]
  return tags.map((tag) => ({ tag, endpoints: ENDPOINTS.filter((e) => tagOf(e) === tag).map(viewOf) }))
}

function viewOf(endpoint: Endpoint): EndpointView {
  const { name, method, path, scope, summary, notes = null, cost = 1, example = null, status = 200 } = endpoint
  const schemas: Json = {}
  const rows = (shape: Endpoint["query"], from: FieldRow["from"]): FieldRow[] =>
    fieldsOf(shape, schemas).map((field) => ({ ...rowOf(field.name, field.schema, schemas), ...field, from }))
  const answer = endpoint.answer ? schemaOf(endpoint.answer, "output", schemas) : null
  return {
    ...{ name, method, path, scope, summary, notes, cost, example },
    status: answer ? status : 204,
    fields: [...rows(endpoint.params, "path"), ...rows(endpoint.query, "query"), ...rows(endpoint.body, "body")],
    answer: answer ? flat("", answer, schemas) : [],
    errors: errorsOf(endpoint).map((code) => ({ code, status: ERRORS[code].status })),
  }
}

function rowOf(name: string, schema: Json, schemas: Json) {
  const description = textOf(schema.description) ?? textOf(resolve(schema, schemas).description)
  const fallback = schema.default === undefined ? null : JSON.stringify(schema.default)
  return { name, type: typeOf(schema, schemas), description, fallback, choices: choicesOf(schema) }
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null)
const choicesOf = (schema: Json): string[] => (Array.isArray(schema.enum) ? schema.enum.map(String) : [])

/** Deeper than this an answer is not told field by field. */
const MAX_DEPTH = 4

/** `items[].title.slug`: every field of an answer, the deepest by its whole path. */
function flat(prefix: string, schema: Json, schemas: Json, depth = 0): FieldRow[] {
  const whole = resolve(schema, schemas)
  const { properties } = whole as { properties?: Record<string, Json> }
  const items = whole.items as Json | undefined
  if (items && isShaped(items, schemas)) return flat(`${prefix}[]`, items, schemas, depth)
  if (!properties || depth > MAX_DEPTH) return []
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = prefix ? `${prefix}.${name}` : name
    const row: FieldRow = { ...rowOf(path, field, schemas), required: true, from: "answer" }
    return [row, ...flat(path, field, schemas, depth + 1)]
  })
}

const isShaped = (schema: Json, schemas: Json): boolean => "properties" in resolve(schema, schemas)

/** Through a reference, and through "this or null". */
function resolve(schema: Json, schemas: Json): Json {
  const parts = schema.anyOf as Json[] | undefined
  const one = parts?.filter((part) => part.type !== "null") ?? []
  if (one.length === 1) return resolve(one[0]!, schemas)
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema.$ref ?? ""))?.[1]
  return name ? resolve(schemas[name] as Json, schemas) : schema
}

function typeOf(schema: Json, schemas: Json): string {
  const parts = schema.anyOf as Json[] | undefined
  if (parts) return parts.map((part) => typeOf(part, schemas)).join(" | ")
  const whole = resolve(schema, schemas)
  if (whole.const !== undefined) return JSON.stringify(whole.const)
  if (Array.isArray(whole.enum)) return "enum"
  if (whole.type === "array") return `${typeOf((whole.items ?? {}) as Json, schemas)}[]`
  if (whole.format === "date-time") return "instant"
  return Array.isArray(whole.type) ? whole.type.join(" | ") : String(whole.type ?? "object")
}
