/** A mail's words as lines, and both of its forms made from them: plain text, and HTML in our look with everything escaped. */
import { directionOf, type Translate } from "../kernel/messages.ts"
import { MAIL_COLOURS, MAIL_DISPLAY, MAIL_SANS, MAIL_STYLE } from "./mail-look.ts"

export type MailLine =
  /** A paragraph. */
  | string
  /** The one thing to press; the address stands below it in full. */
  | { button: string; url: string }
  /** Label and value side by side: a receipt, a statement. */
  | { rows: readonly (readonly [label: string, value: string])[] }
  /** One of several things that happened. */
  | { entry: string; body: string; url: string }
  /** Something to be typed elsewhere. */
  | { code: string }
  /** Small print. */
  | { note: string }

export type MailContent = { subject: string; lines: readonly MailLine[] }

/** What stands around the words: the language, and the foot that says why one gets this. */
export type MailFrame = {
  t: Translate
  /** A sentence for the foot. */
  why: string
  preferencesUrl?: string
  unsubscribeUrl?: string
  /** The sender's postal address, which many countries ask for. */
  postalAddress?: string | null
}

export type RenderedMail = { subject: string; text: string; html: string }

const C = MAIL_COLOURS
const SUBJECT_CHARS = 200
const PREHEADER_CHARS = 140

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text as HTML text or as a quoted attribute's value. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

/** Subjects are one line: a line break in one would begin a header. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, SUBJECT_CHARS)

/** Throws when a button leads anywhere but to a web address. */
export function renderMail({ subject, lines }: MailContent, frame: MailFrame): RenderedMail {
  for (const line of lines) {
    if (typeof line === "object" && "url" in line && !/^https?:\/\//.test(line.url))
      throw new TypeError("not a web address")
  }
  const title = oneLine(subject)
  return { subject: title, text: textOf(lines, frame), html: htmlOf(title, lines, frame) }
}

function textOf(lines: readonly MailLine[], { t, ...frame }: MailFrame): string {
  const foot = [
    `Fanfare. ${slogan(t)}`,
    frame.why,
    frame.preferencesUrl && `${t("Choose what is mailed to you")}: ${frame.preferencesUrl}`,
    frame.unsubscribeUrl && `${t("Unsubscribe")}: ${frame.unsubscribeUrl}`,
    frame.postalAddress,
  ].filter(Boolean)
  return `${lines.map(textLine).join("\n\n")}\n\n-- \n${foot.join("\n")}\n`
}

const slogan = (t: Translate): string => t("Fans are paid for what they bring and what they carry.")

function textLine(line: MailLine): string {
  if (typeof line === "string") return line
  if ("button" in line) return `${line.button}:\n${line.url}`
  if ("rows" in line) return line.rows.map(([label, value]) => `${label}: ${value}`).join("\n")
  if ("entry" in line) return [`* ${line.entry}`, line.body, line.url].filter(Boolean).join("\n  ")
  if ("code" in line) return line.code
  return line.note
}

/** What mail programs show beside the subject; without it they would show the name and the button's words. */
function preheader(lines: readonly MailLine[]): string {
  const first = lines.map((line) => (typeof line === "string" ? line : "entry" in line ? line.entry : "")).find(Boolean)
  return (first ?? "").slice(0, PREHEADER_CHARS)
}

function htmlOf(subject: string, lines: readonly MailLine[], frame: MailFrame): string {
  const { locale } = frame.t
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><title>${escapeHtml(subject)}</title><style>${MAIL_STYLE}</style></head>
<body class="m-paper m-ink" style="margin:0;padding:0;background:${C.paper};color:${C.ink};font:16px/1.55 ${MAIL_SANS}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preheader(lines))}${"&#8199;&#65279;".repeat(20)}</div>
<table role="presentation" class="m-paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${C.paper}"><tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;text-align:start">
<tr><td style="padding:0 4px 16px"><p class="m-ink" style="margin:0;font:700 20px/1.2 ${MAIL_DISPLAY};letter-spacing:-0.02em;color:${C.ink}"><span class="m-brass" style="color:${C.brass}" aria-hidden="true">&#9668;</span> Fanfare</p></td></tr>
<tr><td class="m-surface m-ink m-pad" style="background:${C.surface};border:1px solid ${C.line};border-radius:10px;padding:28px;color:${C.ink}">
<h1 class="m-ink m-title" style="margin:0 0 16px;font:700 24px/1.25 ${MAIL_DISPLAY};letter-spacing:-0.02em;color:${C.ink}">${escapeHtml(subject)}</h1>
${lines.map(htmlLine).join("\n")}
</td></tr>
<tr><td style="padding:16px 4px 0">${htmlFoot(frame)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}

function htmlFoot({ t, why, preferencesUrl, unsubscribeUrl, postalAddress }: MailFrame): string {
  const link = (url: string | undefined, words: string) =>
    url && `<a class="m-muted" href="${escapeHtml(url)}" style="color:${C.muted}">${escapeHtml(words)}</a>`
  const links = [link(preferencesUrl, t("Choose what is mailed to you")), link(unsubscribeUrl, t("Unsubscribe"))]
  const parts = [
    escapeHtml(why),
    links.filter(Boolean).join(" &nbsp;·&nbsp; "),
    escapeHtml(`Fanfare. ${slogan(t)}`),
    postalAddress ? escapeHtml(oneLine(postalAddress)) : "",
  ].filter(Boolean)
  return parts
    .map((part) => `<p class="m-muted" style="margin:0 0 8px;font:13px/1.5 ${MAIL_SANS};color:${C.muted}">${part}</p>`)
    .join("\n")
}

function htmlLine(line: MailLine): string {
  if (typeof line === "string") return `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`
  if ("button" in line) return htmlButton(line.button, line.url)
  if ("rows" in line) return htmlRows(line.rows)
  if ("entry" in line) return htmlEntry(line)
  if ("code" in line) {
    return `<p class="m-sunken m-ink" style="margin:0 0 16px;padding:12px 16px;background:${C.sunken};border-radius:6px;font:18px/1.4 'JetBrains Mono',ui-monospace,monospace;word-break:break-all">${escapeHtml(line.code)}</p>`
  }
  return `<p class="m-muted" style="margin:0 0 12px;font-size:14px;color:${C.muted}">${escapeHtml(line.note)}</p>`
}

/** The colour sits on the cell as well: Outlook paints no padding of a link. */
function htmlButton(label: string, address: string): string {
  const url = escapeHtml(address)
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0"><tr><td class="m-button" style="background:${C["brass-fill"]};border-radius:6px"><a href="${url}" style="display:inline-block;color:${C.ink};padding:12px 20px;font:600 16px/1.25 ${MAIL_SANS};text-decoration:none">${escapeHtml(label)}</a></td></tr></table>
<p class="m-muted" style="margin:0 0 16px;font-size:13px;color:${C.muted};word-break:break-all">${url}</p>`
}

function htmlEntry({ entry, body, url }: { entry: string; body: string; url: string }): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="m-line" style="border-top:1px solid ${C.line};padding:12px 0"><a class="m-ink" href="${escapeHtml(url)}" style="color:${C.ink};font-weight:600;text-decoration-color:${C["brass-fill"]}">${escapeHtml(entry)}</a>${body ? `<br><span class="m-muted" style="font-size:14px;color:${C.muted}">${escapeHtml(body)}</span>` : ""}</td></tr></table>`
}

function htmlRows(rows: readonly (readonly [string, string])[]): string {
  const cells = rows
    .map(
      ([label, value]) =>
        `<tr><td class="m-line m-muted" style="padding:8px 0;border-bottom:1px solid ${C.line};color:${C.muted}">${escapeHtml(label)}</td><td class="m-line" align="right" style="padding:8px 0 8px 16px;border-bottom:1px solid ${C.line};text-align:end;font-variant-numeric:tabular-nums;word-break:break-word">${escapeHtml(value)}</td></tr>`,
    )
    .join("\n")
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:0 0 16px;border-collapse:collapse;font-size:14px">\n${cells}\n</table>`
}
