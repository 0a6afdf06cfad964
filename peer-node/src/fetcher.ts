/** Who fetches for a command: the node that runs in the folder, one raised for it, or the command itself. */
import type { NodeContext } from "./context.ts"
import { findControl } from "./control.ts"
import { lockFolder } from "./data-folder.ts"
import { FetchQueue, type FetchSummary, type FetchWatch } from "./fetch-queue.ts"
import type { FetchRequest } from "./fetch-release.ts"
import { Shelf } from "./shelf.ts"

export interface Fetcher {
  fetch(request: FetchRequest, watch: FetchWatch, signal: AbortSignal): Promise<FetchSummary>
  close(): Promise<void>
}

/** Throws `folder_held` when somebody works in the folder who cannot be asked. */
export async function openFetcher(context: NodeContext): Promise<Fetcher> {
  const control = await findControl(context.folder)
  if (control) {
    return {
      fetch: async (request, watch, signal) => {
        const asked =
          request.kind === "stock" ? stockOf(request) : ({ do: "fetch", ...request, kind: request.kind } as const)
        return (await control.ask(asked, watch, signal)) as FetchSummary
      },
      close: async () => {},
    }
  }
  const unlock = lockFolder(context.folder)
  const shelf = new Shelf(context)
  const queue = new FetchQueue(context, shelf, null)
  return {
    fetch: (request, watch, signal) => queue.fetch(request, watch, signal),
    close: async () => {
      await queue.stop()
      await shelf.close()
      unlock()
    },
  }
}

const stockOf = ({ titleId }: FetchRequest) => ({ do: "stock", titleId }) as const
