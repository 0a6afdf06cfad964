"use client"
/** Sends a request of the reader's own making to the real API, and shows what came back: status, headers and body. */
import { type FormEvent, useId, useState } from "react"
import { Button } from "../ui/button.tsx"
import { Chip } from "../ui/chip.tsx"
import { useT } from "../ui/words.tsx"
import type { EndpointView, FieldRow } from "./endpoint-view.ts"
import { FoldMark } from "./fold-mark.tsx"
import { useKey, useScript } from "./key-memory.ts"

type Came = { status: number; words: string; ms: number; headers: [string, string][]; body: string }
type TryItProps = { endpoint: Pick<EndpointView, "method" | "path" | "fields" | "example"> }

const BOX =
  "w-full min-w-0 rounded-input border border-edge bg-surface px-3 font-mono text-14 text-ink hover:border-ink"

export function TryIt({ endpoint }: TryItProps) {
  const t = useT()
  const key = useKey()
  const [came, setCame] = useState<Came | string | null>(null)
  const [busy, setBusy] = useState(false)
  if (!useScript()) return null
  const { method, fields, example } = endpoint
  const typed = fields.filter((field) => field.from === "path" || field.from === "query")
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setCame(await ask(endpoint, key, form).catch(() => t("No answer: the connection was lost on the way.")))
    setBusy(false)
  }
  return (
    <details className="group rounded-input border border-line">
      <summary className="flex min-h-11 items-center gap-2 px-4 text-14 font-semibold hover:bg-sunken">
        <FoldMark />
        {t("Try it")}
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t border-line p-4">
        <form onSubmit={send} className="grid grid-cols-1 gap-4">
          {typed.length > 0 && (
            <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
              {typed.map((field) => (
                <Typed key={field.name} field={field} />
              ))}
            </div>
          )}
          {example && <Body example={example} />}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button
              type="submit"
              size="small"
              variant={method === "DELETE" ? "danger" : "primary"}
              aria-disabled={busy}
            >
              {busy ? t("One moment…") : t("Send")}
            </Button>
            <p className="text-14 text-muted">
              {key === ""
                ? t("Put your key in first, above.")
                : method === "GET"
                  ? t("This reads your real account.")
                  : t("This changes your real account.")}
            </p>
          </div>
        </form>
        <div aria-live="polite">{came && <Outcome came={came} />}</div>
      </div>
    </details>
  )
}

function Typed({ field }: { field: FieldRow }) {
  const id = useId()
  const { name, choices, required } = field
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="font-mono text-14 font-semibold">
        {name}
      </label>
      {choices.length > 0 ? (
        <select id={id} name={name} className={`${BOX} h-10 pe-8`}>
          <option value="" />
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input id={id} name={name} required={required} maxLength={400} autoComplete="off" className={`${BOX} h-10`} />
      )}
    </div>
  )
}

function Body({ example }: { example: Readonly<Record<string, unknown>> }) {
  const t = useT()
  const id = useId()
  return (
    <>
      <div className="grid gap-1">
        <label htmlFor={id} className="text-14 font-semibold">
          {t("Body, as JSON")}
        </label>
        <textarea
          id={id}
          name="$body"
          rows={7}
          spellCheck={false}
          dir="ltr"
          defaultValue={JSON.stringify(example, null, 2)}
          className={`${BOX} py-2`}
        />
      </div>
      <div className="grid gap-1">
        <label htmlFor={`${id}-once`} className="font-mono text-14 font-semibold">
          Idempotency-Key
        </label>
        <input id={`${id}-once`} name="$once" maxLength={255} autoComplete="off" className={`${BOX} h-10 max-w-100`} />
      </div>
    </>
  )
}

function Outcome({ came }: { came: Came | string }) {
  const t = useT()
  if (typeof came === "string") return <p className="text-danger">{came}</p>
  const { status, words, ms, headers, body } = came
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="flex flex-wrap items-center gap-3">
        <Chip tone={status < 400 ? "ok" : "danger"}>
          {status} {words}
        </Chip>
        <span className="text-14 text-muted tabular-nums">{t("{ms} ms", { ms })}</span>
      </p>
      <details open>
        <summary className="min-h-6 text-14 font-semibold">{t("Headers")}</summary>
        <dl className="mt-2 grid gap-x-4 gap-y-1 font-mono text-12 sm:grid-cols-[auto_minmax(0,1fr)]" dir="ltr">
          {headers.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {body && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard
          tabIndex={0}
          dir="ltr"
          className="max-h-120 overflow-auto rounded-input bg-sunken px-4 py-3 font-mono text-12"
        >
          {body}
        </pre>
      )}
    </div>
  )
}

/** Never with the session's cookie: what is shown is what a program would get. */
async function ask({ method, path, fields }: TryItProps["endpoint"], key: string, form: FormData): Promise<Came> {
  const text = (name: string) => String(form.get(name) ?? "").trim()
  const query = new URLSearchParams(
    fields.filter(({ from, name }) => from === "query" && text(name)).map(({ name }) => [name, text(name)]),
  )
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(name)))
  const hasBody = form.has("$body")
  const began = performance.now()
  const answer = await fetch(query.size > 0 ? `${filled}?${query}` : filled, {
    method,
    credentials: "omit",
    cache: "no-store",
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(hasBody && { "content-type": "application/json" }),
      ...(text("$once") && { "idempotency-key": text("$once") }),
    },
    ...(hasBody && { body: text("$body") }),
  })
  const body = await answer.text()
  const ms = Math.round(performance.now() - began)
  return { status: answer.status, words: answer.statusText, ms, headers: [...answer.headers], body: pretty(body) }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
