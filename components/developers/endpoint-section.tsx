/** One endpoint: what it does, what it takes, the line to copy, the form to try it, what it answers and refuses. */
import type { Translate } from "#lib/kernel/messages.ts"
import { Chip, type ChipTone } from "../ui/chip.tsx"
import { CurlLine } from "./curl-line.tsx"
import type { EndpointView } from "./endpoint-view.ts"
import { FieldTable } from "./field-table.tsx"
import { FoldMark } from "./fold-mark.tsx"
import { TryIt } from "./try-it.tsx"

const METHOD_TONES: Record<EndpointView["method"], ChipTone> = {
  GET: "neutral",
  POST: "brass",
  PATCH: "brass",
  DELETE: "danger",
}

type EndpointSectionProps = { t: Translate; endpoint: EndpointView; publicUrl: string }

export function EndpointSection({ t, endpoint, publicUrl }: EndpointSectionProps) {
  const { name, method, path, scope, summary, notes, cost, fields, answer, status, example } = endpoint
  const { errors } = endpoint
  return (
    <section
      id={name}
      aria-labelledby={`${name}-title`}
      className="grid scroll-mt-8 grid-cols-1 gap-5 border-t border-line pt-8"
    >
      <div className="grid grid-cols-1 gap-2">
        <h3 id={`${name}-title`} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-18">
          <Chip tone={METHOD_TONES[method]} fill={method === "GET" ? "outline" : "solid"}>
            <span className="font-mono">{method}</span>
          </Chip>
          <code className="min-w-0 font-mono font-semibold tracking-normal wrap-anywhere" dir="ltr">
            {path}
          </code>
        </h3>
        <p className="max-w-read text-16">
          {t.known(summary)} {notes && <span className="text-muted">{t.known(notes)}</span>}
        </p>
        <p className="flex flex-wrap items-center gap-2 text-14 text-muted">
          {scope ? (
            <>
              {t("Needs the scope")} <code className="font-mono text-ink">{scope}</code>
            </>
          ) : (
            t("Any key will do.")
          )}
          {cost > 1 && <span>· {t("counts as {count} requests", { count: cost })}</span>}
        </p>
      </div>
      {fields.length > 0 && <FieldTable t={t} caption={t("What it takes")} rows={fields} />}
      <CurlLine method={method} url={publicUrl + path} body={example && JSON.stringify(example)} />
      <TryIt endpoint={{ method, path, fields, example }} />
      <details className="group rounded-input border border-line">
        <summary className="flex min-h-11 items-center gap-2 px-4 text-14 font-semibold hover:bg-sunken">
          <FoldMark />
          {t("What it answers")} <span className="font-mono font-normal text-muted">{status}</span>
        </summary>
        <div className="grid grid-cols-1 gap-4 px-4 pb-4">
          {answer.length > 0 ? (
            <FieldTable t={t} caption={t("What it answers")} rows={answer} />
          ) : (
            <p className="text-14 text-muted">{t("Nothing: 204 says that it is done.")}</p>
          )}
          <div className="grid gap-2 border-t border-line pt-4">
            <p className="text-14 font-semibold">{t("What it refuses with")}</p>
            <ul className="flex flex-wrap gap-1.5">
              {errors.map(({ code, status: refused }) => (
                <li key={code}>
                  <Chip>
                    <span className="font-mono font-normal">
                      {refused} {code}
                    </span>
                  </Chip>
                </li>
              ))}
            </ul>
          </div>
        </div>
      </details>
    </section>
  )
}
