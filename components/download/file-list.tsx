"use client"
/** What a licence opens: play it, open it in a closed-off frame, save one file or all of them. */
import { useRef, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { formatBytes } from "#lib/kernel/format.ts"
import { isAbort, sentenceOf } from "./errors.ts"
import { GameFrame } from "./game-frame.tsx"
import { maySave, streamsOf } from "./offer.ts"
import type { PageNode } from "./page-node.ts"
import { Player } from "./player.tsx"
import { leadFile, mediaOf, type PlacedFile, startPage } from "./release-files.ts"
import { canSaveFolder, saveFile, saveFolder } from "./save-files.ts"

type FileListProps = { node: PageNode; complete: boolean }

/** A page stays usable with this many rows; the rest is saved with the folder. */
const ROWS = 100

export function FileList({ node, complete }: FileListProps) {
  const t = useT()
  const files = node.files
  const work = useWork()
  const [playing, setPlaying] = useState<PlacedFile | null>(null)
  const save = maySave(node.offer)
  const start = node.offer.kind === "game" ? startPage(files) : null
  const lead = streamsOf(node.offer) ? leadFile(files) : null
  const shown = lead && (playing ?? lead)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {shown && <Player key={`${shown.part}/${shown.path}`} node={node} file={shown} whole={node.isHeld(shown)} />}
      {start && node.isHeld(start) && <GameFrame node={node} start={start} primary={complete} />}
      {work.failure && <Notice tone="danger">{t.known(work.failure)}</Notice>}
      {save && complete && files.length > 1 && canSaveFolder() && (
        <SaveAll files={files} run={work.run} node={node} busy={work.busy !== null} primary={start === null} />
      )}
      {work.busy && (
        <div role="status" className="flex flex-wrap items-center gap-4">
          <p className="figures">{work.busy}</p>
          <Button size="small" onClick={work.stop}>
            {t("Stop")}
          </Button>
        </div>
      )}
      {work.done && <Notice tone="ok">{work.done}</Notice>}
      {(save || files.length > 1) && (
        <FileTable node={node} files={files} work={work} playing={shown} play={setPlaying} />
      )}
      {files.length > ROWS && (
        <p className="text-14 text-muted">
          {t.n(
            "1 more file is saved with the folder.",
            "{count} more files are saved with the folder.",
            files.length - ROWS,
          )}
        </p>
      )}
      {!save && (
        <p className="max-w-read text-14 text-muted">
          {t(
            "This demo plays and opens here for as long as it runs. Saving comes with buying; nothing is downloaded twice.",
          )}
        </p>
      )}
    </div>
  )
}

type FileTableProps = {
  node: PageNode
  files: readonly PlacedFile[]
  work: ReturnType<typeof useWork>
  /** What the player shows; null where nothing plays. */
  playing: PlacedFile | null
  play: (file: PlacedFile) => void
}

function FileTable({ node, files, work, playing, play }: FileTableProps) {
  const t = useT()
  const step = (file: PlacedFile) => (
    <span className="flex justify-end gap-2">
      {playing && mediaOf(file.path) && file !== playing && (
        <Button size="small" onClick={() => play(file)}>
          {t("Play")}
          <span className="sr-only"> {file.path}</span>
        </Button>
      )}
      {maySave(node.offer) && <SaveOne node={node} file={file} busy={work.busy !== null} run={work.run} />}
    </span>
  )
  return (
    <DataTable
      caption={t("Files of {name}", { name: node.offer.name })}
      rows={files.slice(0, ROWS)}
      rowKey={(file) => `${file.part}/${file.path}`}
      columns={[
        { key: "path", header: t("File"), rowHeader: true, cell: (f) => <span className="break-all">{f.path}</span> },
        { key: "size", header: t("Size"), align: "end", cell: (f) => <Bytes count={f.sizeBytes} /> },
        { key: "do", header: <span className="sr-only">{t("What you can do")}</span>, align: "end", cell: step },
      ]}
    />
  )
}

type Run = (words: string, task: (signal: AbortSignal, say: (words: string) => void) => Promise<string>) => void

/** One thing at a time, with its words, its end and its failure. */
function useWork() {
  const [busy, setBusy] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const abort = useRef<AbortController | null>(null)
  const run: Run = (words, task) => {
    abort.current = new AbortController()
    setFailure(null)
    setDone(null)
    setBusy(words)
    task(abort.current.signal, setBusy)
      .then(setDone)
      .catch((error: unknown) => {
        if (!isAbort(error)) setFailure(sentenceOf(error))
      })
      .finally(() => setBusy(null))
  }
  return { busy, failure, done, run, stop: () => abort.current?.abort() }
}

type SaveOneProps = { node: PageNode; file: PlacedFile; busy: boolean; run: Run }

function SaveOne({ node, file, busy, run }: SaveOneProps) {
  const t = useT()
  if (!node.isHeld(file)) return <span className="text-muted">{t("arriving")}</span>
  const save = () =>
    run(t("Opening {file}…", { file: file.path }), async (signal) => {
      await saveFile(node.reader()!, file, signal)
      return t("{file} is saved.", { file: file.path })
    })
  return (
    <Button size="small" disabled={busy} onClick={save}>
      {t("Save")}
      <span className="sr-only"> {file.path}</span>
    </Button>
  )
}

type SaveAllProps = { node: PageNode; files: readonly PlacedFile[]; busy: boolean; run: Run; primary: boolean }

function SaveAll({ node, files, busy, run, primary }: SaveAllProps) {
  const t = useT()
  const total = files.reduce((n, f) => n + f.sizeBytes, 0)
  const save = () =>
    run(t("Choose a folder…"), async (signal, say) => {
      const whole = formatBytes(total, t.locale)
      const progress = (bytes: number) =>
        say(t("{part} of {whole} written", { part: formatBytes(bytes, t.locale), whole }))
      const folder = await saveFolder(node.reader()!, files, progress, signal)
      return t.n("1 file is in the folder {folder}.", "{count} files are in the folder {folder}.", files.length, {
        folder,
      })
    })
  return (
    <div>
      <Button variant={primary ? "primary" : "secondary"} disabled={busy} onClick={save}>
        {t("Save everything to a folder")}
      </Button>
    </div>
  )
}
