"use client"
/** The versions a page was published in; each can be made the draft again. */
import { useCallback, useEffect, useState } from "react"
import { Button } from "../ui/button.tsx"
import { Chip } from "../ui/chip.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { useT } from "../ui/words.tsx"
import type { EditorDoor, Version } from "./editor-door.ts"

type HistoryPanelProps = {
  door: EditorDoor
  /** Changes when a version was added, so that the list is fetched anew. */
  newest: number
  onRestore: (version: Version) => Promise<string | null>
}

export function HistoryPanel({ door, newest, onRestore }: HistoryPanelProps) {
  const t = useT()
  const [versions, setVersions] = useState<readonly Version[] | null>(null)
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState<string | null>(null)
  const load = useCallback(async () => {
    const answer = await door.versions()
    if (answer.ok) {
      setVersions(answer.versions)
      setWrong("")
    } else setWrong(t.known(answer.detail))
  }, [door, t])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the reason to ask again
  useEffect(() => void load(), [load, newest])
  async function restore(version: Version) {
    if (busy) return
    setBusy(version.versionId)
    setWrong((await onRestore(version)) ?? "")
    setBusy(null)
  }
  return (
    <div className="grid gap-4">
      <p className="text-14 text-muted">
        {t("Every publishing is kept. Restoring one makes it your draft; visitors see it when you publish.")}
      </p>
      {wrong && (
        <div role="alert" className="grid justify-items-start gap-2 text-14 text-danger">
          <p>▲ {wrong}</p>
          {versions === null && (
            <Button size="small" onClick={() => void load()}>
              {t("Try again")}
            </Button>
          )}
        </div>
      )}
      {versions?.length === 0 && <p>{t("Nothing was published yet. The first version will stand here.")}</p>}
      <ol className="grid gap-2">
        {versions?.map((version) => (
          <li key={version.versionId} className="grid gap-1 rounded-card border border-line bg-paper p-3">
            <p className="flex flex-wrap items-center gap-2 text-14">
              <span className="font-semibold">{t("Version {number}", { number: version.number })}</span>
              {version.isLive && <Chip tone="ok">{t("visitors see this")}</Chip>}
            </p>
            <p className="text-12 text-muted">
              <DateTime at={version.publishedAt} mode="datetime" />
              {" · "}
              {t.n("one block", "{count} blocks", version.blockCount)}
            </p>
            <Button
              size="small"
              className="mt-1 justify-self-start"
              aria-disabled={busy !== null}
              onClick={() => void restore(version)}
            >
              {busy === version.versionId ? t("One moment…") : t("Restore")}
              <span className="sr-only">{t("version {number}", { number: version.number })}</span>
            </Button>
          </li>
        ))}
      </ol>
    </div>
  )
}
