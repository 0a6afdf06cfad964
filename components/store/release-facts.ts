/** What can be said of a release by its list of files, for each kind of work. Pure. */
import type { TitleKind } from "#lib/catalog/title-state.ts"
import { mediaOf } from "../download/release-files.ts"

type Part = { files: readonly { path: string; size: number }[] }

export type ReleaseFacts = {
  fileCount: number
  /** Films and songs a page can play while they arrive. */
  playable: number
  /** A game that opens in the page. */
  opensInPage: boolean
  /** The commonest kinds of files, by their endings, most bytes first. */
  endings: string[]
}

const MAX_ENDINGS = 5

/** A file that stands in the trial part and in the whole is one file. */
export function releaseFacts(kind: TitleKind, parts: readonly Part[]): ReleaseFacts {
  const files = new Map(parts.flatMap((part) => part.files.map((file) => [file.path, file.size] as const)))
  const paths = [...files.keys()]
  const bytes = new Map<string, number>()
  for (const [path, size] of files) {
    const ending = /\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toUpperCase()
    if (ending) bytes.set(ending, (bytes.get(ending) ?? 0) + size)
  }
  return {
    fileCount: files.size,
    playable: kind === "film" || kind === "music" ? paths.filter((path) => mediaOf(path) !== null).length : 0,
    opensInPage: kind === "game" && paths.some((path) => /(?:^|\/)index\.html$/i.test(path)),
    endings: [...bytes]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MAX_ENDINGS)
      .map(([ending]) => ending),
  }
}
