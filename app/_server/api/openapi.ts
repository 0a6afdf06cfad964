/** The REST API as an OpenAPI 3.1 document, made of the declarations by which requests are checked. */
import "server-only"
import { z } from "zod"
import { SCOPES } from "#lib/api/scopes.ts"
import { MAX_LIMIT } from "#lib/api/shapes.ts"
import { ERRORS } from "#lib/kernel/errors.ts"
import { ENDPOINTS } from "./all.ts"
import type { Endpoint } from "./endpoint.ts"
import { errorsOf } from "./errors-of.ts"
import { KEY_QUOTA } from "./quota.ts"

type Json = Record<string, unknown>
type Direction = "input" | "output"

/** `version` is of the API: it grows when something is added; what is there stays as it is. */
export function openApi(publicUrl: string): Json {
  const schemas: Json = { Problem: schemaOf(Problem, "output", {}) }
  const paths: Record<string, Json> = {}
  for (const endpoint of ENDPOINTS) {
    const at = paths[endpoint.path] ?? {}
    paths[endpoint.path] = { ...at, [endpoint.method.toLowerCase()]: operation(endpoint, schemas) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Fanfare for fans and their programs",
      version: "1.0.0",
      description: ABOUT,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
    tags: TAGS,
    paths,
    components: { schemas, headers: HEADERS, securitySchemes: SECURITY },
  }
}

const ABOUT = `Send a key made under Settings, Keys for programs, as \`Authorization: Bearer ff_…\`. Amounts are decimal strings in dollars, \
instants are ISO 8601 in UTC. New fields may be added to answers; unknown fields in requests are refused by name. A \`POST\` with an \
\`Idempotency-Key\` has its effect once: for 24 hours the same request gets the same answer, with \`Idempotency-Replayed: true\`. \
A \`DELETE\` needs no such key: asked for again it changes nothing more. \
A refusal changes nothing, and may be tried again under the same key. No answer carries CORS headers: a key in a page is a key given away.`

export const tagOf = ({ path }: Endpoint): string => path.split("/")[3] ?? ""
const TAGS = [...new Set(ENDPOINTS.map(tagOf))].map((name) => ({ name }))

const SECURITY = {
  key: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "ff_ and 49 letters and digits",
    description: `Scopes: ${Object.entries(SCOPES)
      .map(([scope, words]) => `\`${scope}\` (${words})`)
      .join(", ")}.`,
  },
}

const text = (description: string) => ({ description, schema: { type: "string" } })
const HEADERS = {
  "X-Request-Id": text("Yours when you sent one, else ours; name it when you write to us."),
  "RateLimit-Policy": text(`The quota of a key: ${KEY_QUOTA.quota} requests in ${KEY_QUOTA.windowSeconds} seconds.`),
  RateLimit: text("What is left of it (r), and in how many seconds it is whole again (t)."),
  "Retry-After": text("In how many seconds to try again."),
  ETag: text("Send it as If-None-Match, and what has not changed is answered by 304."),
  Link: text('The next page, rel="next".'),
  Location: text("Where the new thing stands."),
  "Idempotency-Replayed": text("`true` when this is the stored answer of an earlier request."),
}

const Problem = z
  .object({
    type: z.string().describe("urn:fanfare:error:CODE"),
    title: z.string(),
    status: z.int(),
    code: z.string().describe("Stable; what programs decide by."),
    detail: z.string().describe("For people."),
    requestId: z.string(),
    field: z.string().optional().describe("The first field that is wrong."),
    errors: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .optional()
      .describe("Every field that is wrong."),
    required_scope: z.string().optional(),
    retryAfterSeconds: z.int().optional(),
  })
  .describe("RFC 9457")

function operation(endpoint: Endpoint, schemas: Json): Json {
  const cost = (endpoint.cost ?? 1) > 1 ? `Counts as ${endpoint.cost} requests.` : ""
  const scope = endpoint.scope ? `Needs the scope \`${endpoint.scope}\`.` : "Any key will do."
  return {
    operationId: endpoint.name,
    tags: [tagOf(endpoint)],
    summary: endpoint.summary,
    description: [endpoint.notes, scope, cost].filter(Boolean).join(" "),
    ...(endpoint.scope && { "x-scope": endpoint.scope }),
    parameters: parametersOf(endpoint, schemas),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: schemaOf(endpoint.body, "input", schemas),
            ...(endpoint.example && { example: endpoint.example }),
          },
        },
      },
    }),
    responses: { ...success(endpoint, schemas), ...refusals(endpoint) },
  }
}

const IDEMPOTENCY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "A word of your own, new for each thing you want done once.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
}

function parametersOf(endpoint: Endpoint, schemas: Json): Json[] {
  return [
    ...fieldsOf(endpoint.params, schemas).map(({ name, schema }) => ({ name, in: "path", required: true, schema })),
    ...fieldsOf(endpoint.query, schemas).map(({ name, schema, required }) => ({ name, in: "query", required, schema })),
    ...(endpoint.body ? [IDEMPOTENCY] : []),
  ]
}

/** A number in an address is text that is read; what it means is said here. */
const LIMIT = { type: "integer", minimum: 1, maximum: MAX_LIMIT, default: 50 }

export type FieldView = { name: string; schema: Json; required: boolean }

/** The fields of a query, a path or a body, as JSON Schema. */
export function fieldsOf(object: z.ZodType | undefined, schemas: Json = {}): FieldView[] {
  if (!object) return []
  const { properties = {}, required = [] } = schemaOf(object, "input", schemas) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    schema: name === "limit" ? { ...LIMIT, description: schema.description } : schema,
    required: required.includes(name),
  }))
}

const ref = (header: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${header}` })
const EVERY_ANSWER = {
  "X-Request-Id": ref("X-Request-Id"),
  "RateLimit-Policy": ref("RateLimit-Policy"),
  RateLimit: ref("RateLimit"),
}

function success(endpoint: Endpoint, schemas: Json): Json {
  if (!endpoint.answer) return { 204: { description: "Done.", headers: EVERY_ANSWER } }
  const isList = fieldsOf(endpoint.query).some(({ name }) => name === "cursor")
  const headers = {
    ...EVERY_ANSWER,
    ...(endpoint.method === "GET" && { ETag: ref("ETag") }),
    ...(isList && { Link: ref("Link") }),
    ...(endpoint.status === 201 && { Location: ref("Location") }),
    ...(endpoint.body && { "Idempotency-Replayed": ref("Idempotency-Replayed") }),
  }
  const content = { "application/json": { schema: schemaOf(endpoint.answer, "output", schemas) } }
  const unchanged = { description: "Not changed since the ETag you sent.", headers: EVERY_ANSWER }
  return {
    [endpoint.status ?? 200]: { description: endpoint.status === 201 ? "Made." : "Done.", headers, content },
    ...(endpoint.method === "GET" && { 304: unchanged }),
  }
}

function refusals(endpoint: Endpoint): Json {
  const byStatus: Record<number, string[]> = {}
  for (const code of errorsOf(endpoint)) {
    const { status, title } = ERRORS[code]
    byStatus[status] = [...(byStatus[status] ?? []), `\`${code}\`: ${title}`]
  }
  byStatus[500] = ["`internal`: Something broke on our side; it is logged under the request id."]
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, lines]) => {
      const headers = {
        "X-Request-Id": ref("X-Request-Id"),
        ...(status === "429" && { "Retry-After": ref("Retry-After") }),
      }
      return [status, { description: lines.join("\n\n"), headers, content }]
    }),
  )
}

/** JSON Schema of a shape; named shapes go into `schemas`. Readers of answers must take fields they do not know. */
export function schemaOf(shape: z.ZodType, io: Direction, schemas: Json): Json {
  const made = z.toJSONSchema(shape, {
    io,
    override: ({ jsonSchema }) => {
      if (io === "output") delete jsonSchema.additionalProperties
      // zod says the calendar as a pattern of 300 characters; the format says it too.
      if (jsonSchema.format) delete jsonSchema.pattern
    },
  }) as Json
  const { $schema: _, $defs = {}, ...schema } = made
  for (const [name, part] of Object.entries($defs as Json)) schemas[name] = withRefs(part)
  return withRefs(schema) as Json
}

const withRefs = (part: unknown): unknown =>
  JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/'))
