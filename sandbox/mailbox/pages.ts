/** The mailbox's two pages as plain HTML: the list of mails, and one mail. */
import { readFileSync } from "node:fs"
import { type Message, oneClickUrl } from "./message-store.ts"

const TOKENS = readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8")
const STYLE = `${TOKENS}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main,header{max-width:1000px;margin:0 auto;padding:0 16px}
header{padding-top:24px;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline}
h1{font-size:28px;line-height:1.2;letter-spacing:-.02em;margin:0;text-wrap:balance;overflow-wrap:anywhere}
a{color:var(--ink);text-decoration-color:var(--brass-fill);text-decoration-thickness:2px;text-underline-offset:3px}
:focus-visible{outline:2px solid var(--brass);outline-offset:2px}
.muted{color:var(--muted)}
.note{max-width:1000px;margin:16px auto;padding:12px 16px;background:var(--brass-tint);border-inline-start:4px solid var(--brass);border-radius:10px}
form{display:flex;gap:8px;align-items:end;margin:16px 0}
label{display:grid;gap:4px;font-size:14px;font-weight:600}
input,button{height:40px;border:1px solid var(--edge);border-radius:6px;background:var(--surface);color:var(--ink);font:inherit;padding:0 12px}
.list{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--surface)}
table{width:100%;border-collapse:collapse;font-size:14px}
th,td{text-align:start;padding:8px 16px;border-bottom:1px solid var(--line);white-space:nowrap}
td:first-child{white-space:normal;min-width:220px}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;font-size:14px;margin:16px 0}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:640px;border:1px solid var(--line);border-radius:10px;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--sunken);padding:16px;border-radius:10px;font:14px/1.5 ui-monospace,monospace}
`

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const esc = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${esc(title)}</title><style>${STYLE}</style></head>
<body>
<aside class="note" aria-label="What this page is"><strong>A stand-in.</strong> This page takes the place of everybody’s mailbox in the sample world: mail that Fanfare sends stops here and reaches nobody.</aside>
${body}
</body></html>`
}

export function listPage(messages: readonly Message[], to: string): string {
  const rows = messages.map(
    (m) =>
      `<tr><td><a href="/m/${esc(m.id)}">${esc(m.subject)}</a></td><td>${esc(m.to)}</td><td>${esc(m.kind)}</td><td><time datetime="${esc(m.createdAt)}">${when(m.createdAt)}</time></td></tr>`,
  )
  const empty = `<p class="muted">No mail ${to ? `for ${esc(to)} ` : ""}yet. Sign up or ask for a sign-in link, and it will stand here.</p>`
  const table = `<div class="list" tabindex="0" role="region" aria-label="Mails"><table><thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">About</th><th scope="col">Sent</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`
  return page(
    "Mailbox",
    `<header><h1>Mailbox</h1><span class="muted">${messages.length} shown, newest first</span></header>
<main><form method="get" action="/"><label>To <input type="email" name="to" value="${esc(to)}" placeholder="everybody"></label><button>Show</button></form>
${rows.length > 0 ? table : empty}</main>`,
  )
}

export function messagePage(m: Message): string {
  return page(
    m.subject,
    `<header><h1>${esc(m.subject)}</h1></header>
<main><p><a href="/?to=${encodeURIComponent(m.to)}">All mail to this address</a> · <a href="/">All mail</a></p>
<dl><dt>To</dt><dd>${esc(m.to)}</dd><dt>About</dt><dd>${esc(m.kind)}</dd><dt>Sent</dt><dd>${when(m.createdAt)}</dd></dl>
${unsubscribeForm(m)}
<iframe title="The mail as HTML" src="/m/${esc(m.id)}/html" sandbox="allow-top-navigation-by-user-activation"></iframe>
<h2>As plain text</h2><pre>${linked(m.text)}</pre>
<h2>Headers</h2><pre>${headersOf(m)}</pre></main>`,
  )
}

const headersOf = (m: Message): string => {
  const lines = Object.entries(m.headers).map(([name, value]) => `${name}: ${value}`)
  return esc(lines.join("\n") || "None beyond what every mail has.")
}

/** As mail programs show it, beside the sender. */
const unsubscribeForm = (m: Message): string =>
  oneClickUrl(m) ? `<form method="post" action="/m/${esc(m.id)}/unsubscribe"><button>Unsubscribe</button></form>` : ""

export const unsubscribedPage = (m: Message, status: number | null): string =>
  page(
    "Unsubscribe",
    `<header><h1>${status === 200 ? "Unsubscribed" : "That did not work"}</h1></header>
<main><p>${status === 200 ? "The sender was told, as your mail program would have done it, and answered 200." : `The sender ${status === null ? "did not answer" : `answered ${status}`}.`}</p>
<p><a href="/m/${esc(m.id)}">Back to the mail</a></p></main>`,
  )

/** Links of the mail open in place of the mailbox, as a mail program would open them in the browser. */
export const messageHtml = (m: Message): string => m.html.replace("<head>", '<head><base target="_top">')

const linked = (text: string): string =>
  esc(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a rel="noreferrer" href="${url}">${url}</a>`)

const when = (iso: string): string => {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? "" : `${esc(at.toISOString().slice(0, 16).replace("T", " "))} UTC`
}

export const missingPage = (): string =>
  page("Nothing here", `<header><h1>No such mail</h1></header><main><p><a href="/">All mail</a></p></main>`)
