/**
 * The stranger's blog of the sample world: another site on another host name (127.0.0.1), with buttons pasted into its
 * posts. `node sandbox/blog/main.ts --port 3004 --data DIR --store http://localhost:3000`. Which links it carries stands in
 * DIR/links.json: {"game": {"code": "…", "name": "…"}, "film": …, "music": …}; `POST /__control/posts` writes it. What its owner
 * pasted to prove that the blog is theirs stands in DIR/proof.json: {"headTag": "<meta …>", "file": "…"}, the file's words being
 * served at /.well-known/fanfare-site.txt; `POST /__control/proof` writes it.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { z } from "zod"
import { parseLinkCode } from "#lib/fans/link-code.ts"
import { Hooks } from "./hooks.ts"
import { hooksPage } from "./hooks-page.ts"
import { type BlogLinks, blogPage, findPost } from "./pages.ts"
import { pastedPage } from "./pasted-address.ts"
import { kitPage, strictPage, strictPolicy } from "./pasted-forms.ts"
import { POSTS } from "./posts.ts"
import type { BlogLink } from "./shell.ts"

const HOST = "127.0.0.1"
const BODY_LIMIT_BYTES = 32 * 1024

const link = z.object({
  code: z.string().refine((code) => parseLinkCode(code) !== null, "not a link code"),
  name: z.string().min(1).max(200),
  priceCents: z.int().min(0).optional(),
  hasDemo: z.boolean().optional(),
  siteSlug: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
})
const LINKS = z.strictObject({ game: link.optional(), film: link.optional(), music: link.optional() })

const { values } = parseArgs({
  options: { port: { type: "string" }, data: { type: "string" }, store: { type: "string" } },
})
const port = Number(values.port ?? 3004)
const dataDir = resolve(values.data ?? "data/stand-ins/blog")
const storeUrl = new URL(values.store ?? "http://localhost:3000").origin
const file = join(dataDir, "links.json")
const hooks = new Hooks(join(dataDir, "hook-secret"))
const proofFile = join(dataDir, "proof.json")

const PROOF = z.strictObject({ headTag: z.string().max(500).optional(), file: z.string().max(500).optional() })

/** Read at every page: the files may be written by hand. */
async function readKept<T>(file: string, shape: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, "utf8").catch(() => "{}")
  const parsed = shape.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`${file}: ${parsed.error.issues[0]!.message}`)
  return parsed.data
}

const readLinks = async () => (await readKept(file, LINKS)) as BlogLinks
const readProof = () => readKept(proofFile, PROOF)

async function writeKept(file: string, value: unknown): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await writeFile(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`)
  await rename(`${file}.new`, file)
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = (req.url ?? "/").split("?", 1)[0]!
  if (path === "/hooks" && req.method === "POST") return hook(req, res)
  if (path === "/hooks") return send(res, 200, "text/html", hooksPage(hooks.taken, await hooks.secret()))
  if (path === "/__control/posts") return control(req, res, { read: readLinks, shape: LINKS, file })
  if (path === "/__control/proof") return control(req, res, { read: readProof, shape: PROOF, file: proofFile })
  if (req.method !== "GET" && req.method !== "HEAD") return send(res, 405, "text/plain", "Only reading here.\n")
  if (path === "/__control/health") return send(res, 200, "application/json", '{"ok":true}')
  if (path === "/.well-known/fanfare-site.txt") return wellKnown(res)
  if (path in KITS) return answerKit(res, path as keyof typeof KITS)
  const post = path.startsWith("/posts/") ? findPost(path.slice(7)) : null
  if (path !== "/" && !post) return send(res, 404, "text/plain", "No such post.\n")
  const [links, { headTag = "" }] = [await readLinks(), await readProof()]
  send(res, 200, "text/html", blogPage({ posts: post ? [post] : POSTS, links, storeUrl, headTag }))
}

async function wellKnown(res: ServerResponse): Promise<void> {
  const { file: words } = await readProof()
  if (words) send(res, 200, "text/plain", `${words}\n`)
  else send(res, 404, "text/plain", "No such file.\n")
}

/** Pages that show what can be pasted, each with the first link there is. */
const KITS = {
  "/kit": async (link: BlogLink) => kitPage(link, storeUrl),
  "/strict": async (link: BlogLink) => strictPage(link, storeUrl, false),
  "/strict-button": async (link: BlogLink) => strictPage(link, storeUrl, true),
  "/pasted": (link: BlogLink) => pastedPage(`${storeUrl}/r/${link.code}`, `http://${HOST}:${port}`),
} as const

async function answerKit(res: ServerResponse, path: keyof typeof KITS): Promise<void> {
  const links = await readLinks()
  const link = links.game ?? links.film ?? links.music
  if (!link) return send(res, 404, "text/plain", "Nothing is pasted here yet.\n")
  if (path.startsWith("/strict"))
    res.setHeader("Content-Security-Policy", strictPolicy(storeUrl, path === "/strict-button"))
  send(res, 200, "text/html", await KITS[path](link))
}

/** What Fanfare tells the blog's own program; answered as soon as it was checked, as senders ask. */
async function hook(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const believed = await hooks.take(req.headers, await readBody(req))
  send(res, believed ? 200 : 401, "text/plain", believed ? "Thank you.\n" : "Not signed with my secret.\n")
}

/** For the sample world and tests on this machine; a web page's request carries an Origin and is refused. */
async function control(
  req: IncomingMessage,
  res: ServerResponse,
  kept: { read(): Promise<object>; shape: z.ZodType<object>; file: string },
): Promise<void> {
  if (req.method === "GET") return send(res, 200, "application/json", JSON.stringify(await kept.read()))
  if (req.method !== "POST" || req.headers.origin) return send(res, 403, "text/plain", "Not from a page.\n")
  const parsed = kept.shape.safeParse(JSON.parse(await readBody(req)))
  if (!parsed.success) return send(res, 400, "text/plain", `${parsed.error.issues[0]!.message}\n`)
  await writeKept(kept.file, { ...(await kept.read()), ...parsed.data })
  send(res, 200, "application/json", JSON.stringify(await kept.read()))
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT_BYTES) throw new Error("body too large")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
  })
  res.end(body)
}

const server = createServer((req, res) => {
  answer(req, res).catch((error: Error) => {
    if (res.headersSent) res.destroy()
    else send(res, 400, "text/plain", `${error.message}\n`)
  })
})
server.listen(port, HOST, () => {
  console.log(`blog listening on http://${HOST}:${port}`)
  process.send?.("ready")
})

const stop = () => {
  server.close(() => process.exit(0))
  server.closeAllConnections()
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop)
process.once("disconnect", stop)
