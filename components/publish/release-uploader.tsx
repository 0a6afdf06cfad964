"use client"
/** The upload of a release: choose the files of each part, send them, and see it through to the swarm. */
import Link from "next/link"
import { useRouter } from "next/navigation"
import { useEffect, useId, useRef, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Card } from "#components/ui/card.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { formatBytes } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { ProgressBar } from "./progress-bar.tsx"
import { type Chosen, type ChosenFile, type PartName, type Progress, uploadRelease } from "./upload-release.ts"

type ReleaseUploaderProps = { title: string; needsTrial: boolean; suggestedVersion: string }

export function ReleaseUploader({ title, needsTrial, suggestedVersion }: ReleaseUploaderProps) {
  const t = useT()
  const router = useRouter()
  const [version, setVersion] = useState(suggestedVersion)
  const [chosen, setChosen] = useState<Chosen>({ trial: [], full: [] })
  const [progress, setProgress] = useState<Progress | null>(null)
  const [error, setError] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  useLeaveGuard(progress !== null && progress.step !== "published")
  useEffect(() => () => running.current?.abort(), [])
  async function start() {
    setError(null)
    running.current = new AbortController()
    try {
      await uploadRelease({ title, version, chosen }, setProgress, running.current.signal)
      router.refresh()
    } catch (problem) {
      setProgress(null)
      if (!running.current.signal.aborted)
        setError(t.known(problem instanceof Error ? problem.message : String(problem)))
    }
  }
  const missing = whatIsMissing(t, version, chosen, needsTrial)
  return (
    <div className="grid grid-cols-1 gap-8">
      {error && <Notice tone="danger">{error}</Notice>}
      {progress ? (
        <ProgressCard title={title} progress={progress} stop={() => running.current?.abort()} />
      ) : (
        <>
          <Field name="version" label={t("Version")} hint={t("Such as 1.0.2. A version is published once.")}>
            <TextInput
              value={version}
              maxLength={32}
              className="font-mono"
              onChange={(e) => setVersion(e.target.value)}
            />
          </Field>
          {needsTrial && (
            <PartPicker part="trial" files={chosen.trial} choose={(trial) => setChosen({ ...chosen, trial })} />
          )}
          <PartPicker part="full" files={chosen.full} choose={(full) => setChosen({ ...chosen, full })} />
          <div className="grid justify-items-start gap-2">
            <Button variant="primary" disabled={missing !== null} onClick={() => void start()}>
              {t("Upload")}
            </Button>
            <p className="text-14 text-muted">
              {missing ?? t("If anything breaks, choose the same files again: the upload goes on where it stopped.")}
            </p>
          </div>
        </>
      )}
    </div>
  )
}

function whatIsMissing(t: Translate, version: string, chosen: Chosen, needsTrial: boolean): string | null {
  if (version.trim() === "") return t("Say which version this is.")
  if (needsTrial && chosen.trial.length === 0) return t("Choose the files of the trial part.")
  return chosen.full.length === 0 ? t("Choose the files of the full part.") : null
}

const partWords = (t: Translate, part: PartName): { name: string; says: string } =>
  part === "trial"
    ? { name: t("Trial part"), says: t("What the demo opens. Everybody downloads it with the rest.") }
    : { name: t("Full part"), says: t("What a purchase opens besides the trial part.") }

/** The browser's own picker, its button drawn like ours. */
const FILE_INPUT =
  "min-w-0 max-w-full text-14 file:me-3 file:h-9 file:cursor-pointer file:rounded-input file:border file:border-edge file:bg-surface file:px-3 file:font-semibold file:text-ink"

type PartPickerProps = { part: PartName; files: ChosenFile[]; choose: (files: ChosenFile[]) => void }

function PartPicker({ part, files, choose }: PartPickerProps) {
  const id = useId()
  const t = useT()
  const { name, says } = partWords(t, part)
  const bytes = files.reduce((n, f) => n + f.file.size, 0)
  const take = (list: FileList | null) => choose(Array.from(list ?? [], (file) => ({ path: pathOf(file), file })))
  return (
    <Card as="section" className="grid grid-cols-1 gap-3">
      <h2 className="text-18">{name}</h2>
      <p className="text-muted">{says}</p>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <div className="grid grid-cols-1 gap-1">
          <label htmlFor={`${id}-folder`} className="text-14 font-semibold">
            {t("{part}: a folder", { part: name })}
          </label>
          <input
            id={`${id}-folder`}
            type="file"
            multiple
            className={FILE_INPUT}
            ref={(input) => input?.setAttribute("webkitdirectory", "")}
            onChange={(event) => take(event.target.files)}
          />
        </div>
        <div className="grid grid-cols-1 gap-1">
          <label htmlFor={`${id}-files`} className="text-14 font-semibold">
            {t("{part}: single files", { part: name })}
          </label>
          <input
            id={`${id}-files`}
            type="file"
            multiple
            className={FILE_INPUT}
            onChange={(e) => take(e.target.files)}
          />
        </div>
      </div>
      <p role="status" className="figures text-14 text-muted">
        {files.length === 0
          ? t("Nothing chosen yet.")
          : t.n("One file, {bytes}", "{count} files, {bytes}", files.length, { bytes: formatBytes(bytes, t.locale) })}
      </p>
    </Card>
  )
}

/** A chosen folder's own name is dropped: the release holds what is inside it. */
function pathOf(file: File): string {
  const relative = file.webkitRelativePath
  return relative === "" ? file.name : relative.slice(relative.indexOf("/") + 1)
}

function ProgressCard({ title, progress, stop }: { title: string; progress: Progress; stop: () => void }) {
  const t = useT()
  return (
    <Card className="grid gap-5">
      {progress.step === "announcing" && <p role="status">{t("Announcing the release…")}</p>}
      {progress.step === "uploading" && (
        <>
          <ProgressBar label={t("Uploading")} bytes={progress.bytes} of={progress.of} />
          <p className="text-14 text-muted">
            {t("Keep this page open. You can stop and go on later with the same files.")}
          </p>
          <div>
            <Button onClick={stop}>{t("Stop for now")}</Button>
          </div>
        </>
      )}
      {progress.step === "publishing" && (
        <>
          <ProgressBar label={t("Encrypting and making pieces")} bytes={progress.bytes} of={progress.of} />
          {progress.note && <Notice tone="info">{t.known(progress.note)}</Notice>}
          <p className="text-14 text-muted">{t("This happens on the server. You may close the page.")}</p>
        </>
      )}
      {progress.step === "published" && (
        <Notice tone="ok" title={t("Version {version} is published", { version: progress.version })}>
          {t("New downloads take it from now on.")}{" "}
          <Link href={`/publish/${title}`} className="underline">
            {t("Back to the title")}
          </Link>
        </Notice>
      )}
    </Card>
  )
}

/** Leaving in mid-upload loses nothing but time; the browser asks all the same. */
function useLeaveGuard(active: boolean) {
  useEffect(() => {
    if (!active) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener("beforeunload", ask)
    return () => removeEventListener("beforeunload", ask)
  }, [active])
}
