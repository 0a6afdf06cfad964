/** The page on which the blog's owner sees what Fanfare told the blog's program. */
import { type Html, html } from "#components/plain/html.ts"
import type { TakenHook } from "./hooks.ts"
import { blogShell } from "./shell.ts"

const FRESH = html`<meta http-equiv="refresh" content="5">`

export function hooksPage(taken: readonly TakenHook[], secret: string | null): string {
  const has = secret ? "which it has" : "and has none yet: write it into the file hook-secret in the blog's folder"
  const main = html`<h1>What Fanfare told my program</h1>
<p>It listens at <code>/hooks</code> and believes only what is signed with its secret, ${has}. This page looks again every five seconds.</p>
${taken.length === 0 ? html`<p>Nothing yet.</p>` : taken.map(entry)}`
  return blogShell("What Fanfare told my program · The Damp Attic", main, FRESH)
}

const entry = ({ id, at, refused, body, times }: TakenHook): Html =>
  html`<article><time>${at.toISOString().slice(11, 19)} UTC</time><h2>${refused ? `Not believed: ${refused}` : nameOf(body)}</h2>
<p><code>${id}</code>${times > 1 ? ` · came ${times} times, counted once` : ""}</p><pre tabindex="0">${pretty(body)}</pre></article>`

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function nameOf(body: string): string {
  const [, type = "a message"] = /^\{"type":"([\w.]+)"/.exec(body) ?? []
  return type
}
