/** The house's import rules, held by reading every import: who may import whom, no cycles, and no way around the wrappers. */
import { readdirSync, readFileSync } from "node:fs"
import { builtinModules } from "node:module"
import { dirname, join, relative, resolve } from "node:path"
import { expect, it } from "vitest"
import { importsOf } from "./support/imports.ts"

const ROOT = resolve(import.meta.dirname, "..")
const PLACES = ["app", "components", "db", "embed", "lib", "peer-node", "sandbox", "server"]

/** Domains from left to right: a domain imports only those before it. Ports stand beside the ledger, before all domains. */
const PORTS = ["clock", "keys", "outbox", "outside", "paypal", "mail", "notices", "auth", "api"]
const DOMAINS = [
  "ledger",
  "media",
  "catalog",
  "fans",
  "views",
  "attribution",
  "entitlements",
  "checkout",
  "delivery",
  "pages",
  "carriage",
  "payouts",
  "earnings",
  "answers",
  "webhooks",
  "operate",
  "exports",
]

type File = { path: string; room: string; source: string; imports: { target: string; typeOnly: boolean }[] }

const builtins = new Set(builtinModules)
const files = PLACES.flatMap((place) => walk(join(ROOT, place)))
const byPath = new Map(files.map((file) => [file.path, file]))

function walk(folder: string): File[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/node_modules|\/dist\/|\/testing\/|\/test-driver\.ts$/.test(path))
    .map(readOne)
}

function readOne(full: string): File {
  const path = relative(ROOT, full)
  const source = readFileSync(full, "utf8")
  const imports = importsOf(source).map(({ specifier, typeOnly }) => ({ target: targetOf(full, specifier), typeOnly }))
  return { path, room: roomOf(path), source, imports }
}

/** A path inside the tree, "node:…" for what Node brings, or the package's name. */
function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith(".")) return relative(ROOT, resolve(dirname(from), specifier))
  if (specifier.startsWith("#peer/")) return specifier.replace("#peer/", "peer-node/")
  if (specifier.startsWith("#")) return specifier.slice(1)
  return builtins.has(specifier) ? `node:${specifier}` : specifier
}

function roomOf(path: string): string {
  const [top = "", second = ""] = path.split("/")
  if (top === "lib") return second.endsWith(".ts") ? "lib" : second
  if (top === "peer-node") return peerRoom(path, second)
  if (top === "components" && second === "download") return "components/download"
  return PLACES.includes(top) ? top : "outside"
}

/** Edges of the engine plug in what its core must not know; a page's edge and a node's look alike by name. */
function peerRoom(path: string, second: string): string {
  if (second !== "engine") return `peer-node/${second}`
  return /\/(tcp|fs|node)[-.]/.test(path) ? "peer-node/engine-edge" : "peer-node/engine"
}

const isPort = (room: string) => PORTS.includes(room)
const isDomain = (room: string) => DOMAINS.includes(room)
/** The blog pastes what a fan would copy; PayPal's stand-in must not share a misunderstanding with our client. */
const isShownByBlog = (file: File, target: string) =>
  file.path.startsWith("sandbox/blog/") && (target.startsWith("components/") || isPure(target))
const isStateFile = (path: string) => /^lib\/\w+\/[\w-]+-state\.ts$/.test(path)

/** Why an import is wrong, or null. */
function fault(file: File, target: string, typeOnly: boolean): string | null {
  const room = roomOf(target)
  const inside = byPath.has(target) || PLACES.includes(target.split("/")[0]!)
  switch (file.room) {
    case "kernel":
      return room === "kernel" ? null : "the kernel imports nothing"
    case "embed":
      return "embed imports nothing"
    case "db":
      return !inside || room === "db" || room === "kernel" || isStateFile(target) || typeOnly
        ? null
        : "db knows no use case"
    case "lib":
      return typeOnly || room === "kernel" || !inside ? null : "lib's own files know only types and the kernel"
    case "peer-node/protocol":
      return room === "peer-node/protocol" || target === "jose" || target.startsWith("zod")
        ? null
        : "the protocol stands alone"
    case "peer-node/engine":
      return ["peer-node/protocol", "peer-node/engine"].includes(room) || typeOnly
        ? null
        : "the engine's core knows no edge"
    case "peer-node/engine-edge":
    case "peer-node/src":
      return !inside || room.startsWith("peer-node/") ? null : "the node runs alone on a stranger's machine"
    case "components/download":
      return target.startsWith("node:") || isDomain(room) ? "a page has no node:* and no use cases" : null
    case "components":
      if (typeOnly || !inside)
        return target.startsWith("drizzle-orm") || target === "pg" ? "components know no tables" : null
      return room.startsWith("components") || room === "kernel" || isPure(target) ? null : "components take props"
    case "sandbox":
      return !inside || room === "sandbox" || isShownByBlog(file, target)
        ? null
        : "stand-ins share nothing with what they test"
    case "app":
      return appFault(target, room)
    case "server":
      if (typeOnly) return null
      return target.startsWith("drizzle-orm") || target.startsWith("db/schema")
        ? "tables are for use cases and queries"
        : null
    default:
      return domainFault(file, target, room, typeOnly)
  }
}

function appFault(target: string, room: string): string | null {
  if (target.startsWith("drizzle-orm") || target.startsWith("db/schema")) return "tables are for use cases and queries"
  return room === "sandbox" || room === "server" ? "pages are not composed of these" : null
}

function domainFault(file: File, target: string, room: string, typeOnly: boolean): string | null {
  if (target.startsWith("next") || target.startsWith("react")) return "use cases know no pages"
  if (["app", "components", "server", "sandbox", "embed", "peer-node/src"].includes(room))
    return "use cases know no caller"
  if (!isPort(file.room) && !isDomain(file.room)) return `nobody wrote down what ${file.room} may import`
  if (typeOnly || !isDomain(room) || room === file.room) return null
  if (isPort(file.room)) return "ports know no domain"
  return DOMAINS.indexOf(room) < DOMAINS.indexOf(file.room) ? null : `${room} is to the right of ${file.room}`
}

/** Pure means: nothing it imports, all the way down, is a table, a package, or Node. */
function isPure(path: string, seen = new Set<string>()): boolean {
  if (seen.has(path)) return true
  seen.add(path)
  const file = byPath.get(path)
  if (!file) return false
  return file.imports.every(({ target, typeOnly }) => typeOnly || isPure(target, seen))
}

const faultsOf = (file: File): string[] =>
  file.imports.flatMap(({ target, typeOnly }) => {
    const why = fault(file, target, typeOnly)
    return why ? [`${file.path} imports ${target}: ${why}`] : []
  })

it("reads the whole tree", () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(500)
})

it("lets every room import only what it may", () => {
  expect(files.flatMap(faultsOf)).toEqual([])
})

it("refuses what it should refuse", () => {
  const judge = (path: string, target: string) =>
    fault({ path, room: roomOf(path), source: "", imports: [] }, target, false)
  expect(judge("lib/kernel/money.ts", "lib/config.ts")).not.toBeNull()
  expect(judge("lib/catalog/queries.ts", "lib/payouts/gate.ts")).toContain("to the right")
  expect(judge("lib/payouts/gate.ts", "lib/catalog/queries.ts")).toBeNull()
  expect(judge("peer-node/engine/picker.ts", "node:fs")).not.toBeNull()
  expect(judge("peer-node/src/main.ts", "lib/config.ts")).not.toBeNull()
  expect(judge("app/page.tsx", "db/schema/auth.ts")).not.toBeNull()
  expect(judge("lib/auth/sign-up.ts", "lib/fans/queries.ts")).toContain("ports know no domain")
})

it("has no cycles", () => {
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "))
    if (done.has(path)) return
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) if (!typeOnly) visit(target, [...trail, path])
    done.add(path)
  }
  for (const file of files) visit(file.path, [])
  expect(cycles).toEqual([])
})

it("opens every tx through inTx, so that its fault points are passed", () => {
  const around = files.filter((file) => file.path !== "db/client.ts" && /\.transaction\(/.test(file.source))
  expect(around.map((file) => file.path)).toEqual([])
})

it("opens addresses that people gave through lib/outside alone", () => {
  const callers = files.filter(
    (file) =>
      /^(?:lib|app|server)\//.test(file.path) &&
      /(?<![.\w])(?:fetch|request|httpRequest|httpsRequest)\(/.test(file.source),
  )
  // What these call stands in the settings, or in the certificate list of a signed webhook.
  const ours = ["app/_server/identity-providers.ts", "lib/mail/deliver-mails.ts", "lib/paypal/webhook.ts"]
  expect(callers.map((file) => file.path).filter((path) => !/^lib\/outside\//.test(path))).toEqual(ours)
})

it("speaks to PayPal's SDK in lib/paypal alone", () => {
  const users = files.filter((file) => file.imports.some(({ target }) => target.startsWith("@paypal/")))
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter((file) => !file.path.startsWith("lib/paypal/")).map((file) => file.path)).toEqual([])
})

it("calls nothing from a page that runs in the browser: there it is no function, and the page is a fault", () => {
  const isClient = (path: string) => /^"use client"/.test(byPath.get(path)?.source ?? "")
  const valuesOf = (path: string) =>
    [...byPath.get(path)!.source.matchAll(/^export (?:const|(?:async )?function) ((?!use[A-Z])[a-z]\w*)/gm)].map(
      (m) => m[1]!,
    )
  const called = files
    .filter((file) => !isClient(file.path) && /^(?:app|components)\//.test(file.path))
    .flatMap((file) =>
      file.imports
        .filter((i) => !i.typeOnly && isClient(i.target))
        .flatMap((i) => valuesOf(i.target).map((name) => ({ file, name })))
        .filter(({ name }) => new RegExp(`\\b${name}\\(`).test(file.source))
        .map(({ name }) => `${file.path} calls ${name}()`),
    )
  expect(called).toEqual([])
  expect(files.filter((file) => isClient(file.path)).length).toBeGreaterThan(20)
})

it("starts every file with one sentence on what it is", () => {
  const bare = files.filter((file) => !/^(#!.*\n)?("use (client|server)"\n+)?\/\*\*/.test(file.source))
  expect(bare.map((file) => file.path).filter((path) => !/^app\//.test(path))).toEqual([])
})

/** Next refuses the call only when the page is asked for: such a function belongs in a file of its own, without "use client". */
it("lets no file of the server call a function that lives in the browser", () => {
  const isClient = (file: File | undefined) => /^"use client"/.test(file?.source ?? "")
  const reached = new Set(files.filter(isClient).map(({ path }) => path))
  // What only client files import is theirs as well.
  for (const path of reached)
    for (const { target } of byPath.get(path)!.imports) if (byPath.has(target)) reached.add(target)
  const plainCalls = files
    .filter((file) => !reached.has(file.path))
    .flatMap((file) =>
      valuesOf(file.source)
        .filter(({ from }) => isClient(byPath.get(targetOf(join(ROOT, file.path), from))))
        .map(({ name, from }) => `${file.path}: ${name} of ${from}`),
    )
  expect(valuesOf('import { type A, b, C } from "./x.ts"')).toEqual([{ name: "b", from: "./x.ts" }])
  expect(plainCalls).toEqual([])
})

/** Names that are no components and no types, by the module they come from. */
function valuesOf(source: string): { name: string; from: string }[] {
  return [...source.matchAll(/^import \{([^}]+)\} from "([^"]+)"/gm)].flatMap(([, names, from]) =>
    names!
      .split(",")
      .map((name) => name.trim())
      .filter((name) => /^[a-z]/.test(name) && !name.startsWith("type "))
      .map((name) => ({ name, from: from! })),
  )
}

/** React and the html`` template escape whatever people wrote. Who goes around them stands here, with what makes it safe. */
const RAW_MARKUP: Readonly<Record<string, string>> = {
  "app/(store)/titles/[slug]/[[...deep]]/page.tsx": "JSON-LD, by scriptSafe",
  "components/download/game-frame.tsx": "a game, in a frame without our origin",
  "components/embed/badge.ts": "our own style",
  "components/embed/copy-preview.tsx": "our own form, its values escaped, in a frame without our origin",
  "components/embed/frame.ts": "our own style",
  "components/landing/landing-page.ts": "our own style and script; JSON-LD, made safe",
  "components/landing/streams.ts": "numbers of ours",
  "components/page-editor/mini-page.tsx": "an empty document",
  "components/plain/plain-page.ts": "our own style",
  "components/promo/blocks/text.tsx": "Markdown, by micromark without raw HTML",
  "components/promo/promo-document.tsx": "blocks rendered and escaped by render-markup; JSON-LD, by scriptSafe",
  "components/promo/render-markup.ts": "it renders elements",
  "components/store/title-text.tsx": "Markdown, by micromark without raw HTML",
}

it("writes markup past the escaping only where a reason is given", () => {
  const past = /dangerouslySetInnerHTML|\.innerHTML\b|insertAdjacentHTML|document\.write|srcDoc=|\braw\(/
  const writers = files.filter((file) => /^(app|components|server|embed)\//.test(file.path) && past.test(file.source))
  expect(writers.map((file) => file.path).filter((path) => !(path in RAW_MARKUP))).toEqual([])
  expect(Object.keys(RAW_MARKUP).filter((path) => !writers.some((file) => file.path === path))).toEqual([])
})
