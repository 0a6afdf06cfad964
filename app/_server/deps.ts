/** What this process was composed of, for pages: put on globalThis by server/main.ts before Next is prepared. */
import "server-only"
import type { Deps } from "#lib/deps.ts"

declare global {
  var __fanfare: Deps | undefined
}

/** Throws when the pages run without the server around them. */
export function deps(): Deps {
  if (!globalThis.__fanfare) throw new Error("Start Fanfare with `npm start`: pages need the server around them.")
  return globalThis.__fanfare
}
