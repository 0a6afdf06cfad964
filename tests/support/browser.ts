/** Finds a Chromium to drive: the one named, one of the system's, else the one that comes as a package. Never none. */
import { existsSync } from "node:fs"

export type Browser = { executablePath: string; args: string[] }

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
/** No sandbox of its own when root runs it, and nothing that speaks to the outside. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** Throws, naming the remedy, when the named browser is not there. */
export async function findBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist`)
  const found = named ?? SYSTEM.find((path) => existsSync(path))
  if (found) return { executablePath: found, args: ARGS }
  // Unpacks its Chromium to the temporary folder at the first call. By this variable, read at its import, it unpacks
  // the system libraries it needs as well: a machine without a browser rarely has them.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs22.x"
  const { default: packaged } = await import("@sparticuz/chromium")
  packaged.setGraphicsMode = false
  return { executablePath: await packaged.executablePath(), args: ARGS }
}
