/** The parent's side of the publishing child: starts it, hands it one job, hears its progress, waits for its answer. */
import { fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { RemoteError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PieceHashes, SealJob } from "./seal-release.ts"
import type { StagedRelease } from "./storage.ts"

export type PublisherJob = SealJob & { releaseId: Id<"release">; storageFolder: string }

export type PublisherResult = { staged: StagedRelease; hashes: PieceHashes; peakRssBytes: number; cpuSeconds: number }

export type PublisherMessage =
  | { kind: "progress"; plainBytes: number }
  | ({ kind: "done" } & PublisherResult)
  | { kind: "failed"; message: string; permanent: boolean }

export type PublisherOptions = { onProgress?: (plainBytes: number) => void; onStart?: (pid: number) => void }

/** What `publishRelease` is given to run the child; tests put another in its place. */
export type RunPublisher = (job: PublisherJob, options: PublisherOptions) => Promise<PublisherResult>

const CHILD = fileURLToPath(new URL("./publisher-child.ts", import.meta.url))
/** The old space needs little: pieces pass through buffers outside it. A small one is collected before it grows. */
const CHILD_FLAGS = ["--max-old-space-size=128", "--max-semi-space-size=2"]

/** Throws RemoteError: retryable when the child died or the disk failed it, not when a file is not what was announced. */
export const runPublisher: RunPublisher = (job, options) =>
  new Promise((resolve, reject) => {
    const child = fork(CHILD, [], {
      execArgv: CHILD_FLAGS,
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: withoutFaults(process.env),
    })
    if (child.pid) options.onStart?.(child.pid)
    let answer: PublisherMessage | null = null
    child.on("message", (message: PublisherMessage) => {
      if (message.kind === "progress") options.onProgress?.(message.plainBytes)
      else answer = message
    })
    child.once("error", (cause) => reject(new RemoteError("The publishing process could not be started.", true, cause)))
    child.once("exit", (code, signal) => settle(answer, signal ?? `exit code ${code}`, resolve, reject))
    child.send(job, (error) => {
      if (error) child.kill("SIGKILL")
    })
  })

function settle(
  answer: PublisherMessage | null,
  end: string,
  resolve: (result: PublisherResult) => void,
  reject: (error: RemoteError) => void,
): void {
  if (answer?.kind === "done") resolve(answer)
  else if (answer?.kind === "failed") reject(new RemoteError(answer.message, !answer.permanent))
  else reject(new RemoteError(`The publishing process ended early (${end}).`, true))
}

/** Fault points are counted per process; the child has none of its own. */
function withoutFaults(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { FANFARE_FAULT: _, ...rest } = env
  return rest
}
