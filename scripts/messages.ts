/**
 * `npm run messages`: finds every sentence people read in the source and brings the message files up to date: `en.json` and
 * `client.json` are written, what nobody uses any more leaves the others. `--check` changes nothing and fails on whatever
 * is out of date, untranslated, or has other places (`{name}`, `<a>`) than the English sentence.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import type { Catalogue, Message } from "#lib/kernel/messages.ts"
import { importsOf } from "../tests/support/imports.ts"

const ROOT = resolve(import.meta.dirname, "..")
const FOLDERS = ["app", "components", "lib", "server"]
const STRING = String.raw`"((?:[^"\\\n]|\\.)*)"`
const CALL = new RegExp(String.raw`\b(?:t|m)\(\s*${STRING}`, "g")
const PLURAL = new RegExp(String.raw`\bt\.n\(\s*${STRING},\s*${STRING}`, "g")
/** Refusals are written where they arise; a template's values become {0}, {1} … */
const REFUSAL =
  /(?:\bnew AppError\(\s*"\w+"|\brefuseField\(\s*(?:"\w+"|\w+)),\s*(?:"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g
const TITLE = /title: "((?:[^"\\\n]|\\.)*)"/g

type Found = { messages: Record<string, Message>; client: Set<string> }
type Source = { path: string; text: string }

const unquote = (literal: string): string => JSON.parse(`"${literal}"`) as string

function refusalKey(plain: string | undefined, template: string | undefined): string {
  if (plain !== undefined) return unquote(plain)
  let i = 0
  return template!.replace(/\$\{[^}]*\}/g, () => `{${i++}}`)
}

function messagesIn({ path, text }: Source): Record<string, Message> {
  const found: Record<string, Message> = {}
  for (const [, one] of text.matchAll(CALL)) found[unquote(one!)] = unquote(one!)
  for (const [, one, other] of text.matchAll(PLURAL))
    found[unquote(other!)] = { one: unquote(one!), other: unquote(other!) }
  for (const [, plain, template] of text.matchAll(REFUSAL)) {
    const key = refusalKey(plain, template)
    found[key] = key
  }
  if (path === "lib/kernel/errors.ts")
    for (const [, title] of text.matchAll(TITLE)) found[unquote(title!)] = unquote(title!)
  return found
}

function sources(): Map<string, Source> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  ).sort()
  return new Map(files.map((path) => [path, { path, text: readFileSync(join(ROOT, path), "utf8") }]))
}

/** What runs in the browser: the client modules and all they import. */
function clientFiles(all: ReadonlyMap<string, Source>): Set<string> {
  const seen = new Set<string>()
  const visit = (path: string) => {
    const source = all.get(path)
    if (!source || seen.has(path)) return
    seen.add(path)
    for (const { specifier, typeOnly } of importsOf(source.text)) {
      if (typeOnly) continue
      if (specifier.startsWith("#")) visit(specifier.slice(1))
      else if (specifier.startsWith(".")) visit(relative(ROOT, resolve(ROOT, dirname(path), specifier)))
    }
  }
  for (const { path, text } of all.values()) if (/^"use client"/m.test(text)) visit(path)
  return seen
}

function find(): Found {
  const all = sources()
  const inBrowser = clientFiles(all)
  const found: Found = { messages: {}, client: new Set() }
  for (const source of all.values()) {
    const here = messagesIn(source)
    Object.assign(found.messages, here)
    if (inBrowser.has(source.path)) for (const key of Object.keys(here)) found.client.add(key)
  }
  return found
}

const file = (name: string) => join(ROOT, "messages", name)
const read = (name: string): unknown => JSON.parse(readFileSync(file(name), "utf8"))
const sorted = <V>(record: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
const asText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const places = (sentence: string): string => (sentence.match(/\{\w+\}|<\/?\w+>/g) ?? []).sort().join(" ")

/** What is wrong with one language, a line each. */
function faults(language: string, catalogue: Catalogue, wanted: Found["messages"]): string[] {
  return Object.entries(wanted).flatMap(([key, english]) => {
    const given = catalogue[key]
    if (given === undefined) return [`${language} lacks: ${key}`]
    if (typeof given !== typeof english)
      return [`${language} must ${typeof english === "string" ? "not " : ""}have plural forms: ${key}`]
    const forms = typeof given === "string" ? [given] : Object.values(given)
    const most = typeof given === "string" ? forms : [given.other]
    if (forms.some((form) => form.trim() === "")) return [`${language} is empty: ${key}`]
    return most.some((form) => places(form) !== places(key))
      ? [`${language} has other places than the English: ${key}`]
      : []
  })
}

function check(found: Found): string[] {
  const stale = [
    ["en.json", sorted(found.messages)],
    ["client.json", [...found.client].sort()],
  ].flatMap(([name, wanted]) =>
    asText(read(name as string)) === asText(wanted) ? [] : [`messages/${name} is out of date: npm run messages`],
  )
  const de = read("de.json") as Catalogue
  const unused = Object.keys(de).filter((key) => !(key in found.messages))
  return [...stale, ...unused.map((key) => `de has, and nobody says: ${key}`), ...faults("de", de, found.messages)]
}

function update(found: Found): void {
  writeFileSync(file("en.json"), asText(sorted(found.messages)))
  writeFileSync(file("client.json"), asText([...found.client].sort()))
  const de = read("de.json") as Record<string, Message>
  writeFileSync(
    file("de.json"),
    asText(sorted(Object.fromEntries(Object.entries(de).filter(([key]) => key in found.messages)))),
  )
}

const found = find()
if (!process.argv.includes("--check")) update(found)
const problems = check(found)
for (const problem of problems) console.log(problem)
console.log(`${Object.keys(found.messages).length} messages, ${problems.length} problems`)
if (process.argv.includes("--check")) process.exit(problems.length === 0 ? 0 : 1)
