"use client"
/** The request as one line for a terminal, with the reader's own key in it once there is one. */
import { useState } from "react"
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"
import { useKey, useScript } from "./key-memory.ts"

type CurlLineProps = { method: string; url: string; body: string | null }

/** In single quotes nothing is special to a shell but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

export function CurlLine({ method, url, body }: CurlLineProps) {
  const t = useT()
  const key = useKey()
  const hasScript = useScript()
  const [said, setSaid] = useState("")
  const line = (bearer: string) =>
    [
      `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(url)}`,
      `-H ${bearer}`,
      ...(body ? [`-H ${quoted("Content-Type: application/json")}`, `-d ${quoted(body)}`] : []),
    ].join(" \\\n  ")
  const written = line(key ? quoted(`Authorization: Bearer ${key}`) : '"Authorization: Bearer $FANFARE_KEY"')
  // On the page only its ends are to be seen: screens are shared.
  const shown = key ? line(quoted(`Authorization: Bearer ${key.slice(0, 5)}…${key.slice(-4)}`)) : written
  const copy = () =>
    navigator.clipboard.writeText(written).then(
      () => setSaid(t("Copied")),
      () => setSaid(t("It could not be copied; select it by hand.")),
    )
  return (
    <div className="grid grid-cols-1 gap-2">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-input bg-sunken px-4 py-3 font-mono text-14" dir="ltr">
        <code>{shown}</code>
      </pre>
      {hasScript && (
        <div className="flex items-center gap-3">
          <Button size="small" onClick={copy}>
            {t("Copy the line")}
          </Button>
          <span role="status" className="text-14 text-ok">
            {said}
          </span>
        </div>
      )}
    </div>
  )
}
