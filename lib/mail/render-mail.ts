/** A mail's words as lines, and both of its forms made from them: plain text, and HTML in our look with everything escaped. */

export type MailLine =
  /** A paragraph. */
  | string
  /** The one thing to press; the address stands below it in full. */
  | { button: string; url: string }
  /** Label and value side by side: a receipt, a statement. */
  | { rows: readonly (readonly [label: string, value: string])[] }
  /** Something to be typed elsewhere. */
  | { code: string }
  /** Small print. */
  | { note: string }

export type MailContent = { subject: string; lines: readonly MailLine[] }

/** The light colours of app/tokens.css; mail programs know no custom properties. A test keeps them equal. */
export const MAIL_COLOURS = {
  paper: "#fbf8f3",
  surface: "#ffffff",
  sunken: "#f3eee4",
  ink: "#1b1a17",
  muted: "#5e5a52",
  line: "#e4ded3",
  brass: "#8a5f00",
  "brass-fill": "#e8b53a",
} as const
const C = MAIL_COLOURS
const SANS = "'Instrument Sans',system-ui,-apple-system,'Segoe UI',sans-serif"

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text as HTML text or as a quoted attribute's value. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

/** Subjects are one line: a line break in one would begin a header. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 200)

/** Throws when a button leads anywhere but to a web address. */
export function renderMail({ subject, lines }: MailContent): { subject: string; text: string; html: string } {
  for (const line of lines) {
    if (typeof line === "object" && "url" in line && !/^https?:\/\//.test(line.url))
      throw new TypeError("not a web address")
  }
  const title = oneLine(subject)
  return { subject: title, text: textOf(lines), html: htmlOf(title, lines) }
}

function textOf(lines: readonly MailLine[]): string {
  return `${lines.map(textLine).join("\n\n")}\n\n-- \nFanfare. Fans are paid for what they bring and what they carry.\n`
}

function textLine(line: MailLine): string {
  if (typeof line === "string") return line
  if ("button" in line) return `${line.button}:\n${line.url}`
  if ("rows" in line) return line.rows.map(([label, value]) => `${label}: ${value}`).join("\n")
  if ("code" in line) return line.code
  return line.note
}

function htmlOf(subject: string, lines: readonly MailLine[]): string {
  const body = lines.map(htmlLine).join("\n")
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:${C.paper};color:${C.ink};font:16px/1.55 ${SANS}">
<div style="max-width:560px;margin:0 auto;padding:32px 16px">
<p style="margin:0 0 16px;font-size:20px;font-weight:700;letter-spacing:-0.02em"><span style="color:${C.brass}">&#9668;</span> Fanfare</p>
<div style="background:${C.surface};border:1px solid ${C.line};border-radius:10px;padding:28px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;letter-spacing:-0.02em">${escapeHtml(subject)}</h1>
${body}
</div>
<p style="margin:16px 4px 0;font-size:13px;color:${C.muted}">Fans are paid for what they bring and what they carry.</p>
</div>
</body>
</html>
`
}

function htmlLine(line: MailLine): string {
  if (typeof line === "string") return `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`
  if ("button" in line) return htmlButton(line.button, line.url)
  if ("rows" in line) return htmlRows(line.rows)
  if ("code" in line) {
    return `<p style="margin:0 0 16px;padding:12px 16px;background:${C.sunken};border-radius:6px;font:18px/1.4 'JetBrains Mono',ui-monospace,monospace;word-break:break-all">${escapeHtml(line.code)}</p>`
  }
  return `<p style="margin:0 0 12px;font-size:14px;color:${C.muted}">${escapeHtml(line.note)}</p>`
}

function htmlButton(label: string, address: string): string {
  const url = escapeHtml(address)
  return `<p style="margin:0 0 8px"><a href="${url}" style="display:inline-block;background:${C["brass-fill"]};color:${C.ink};padding:12px 20px;border-radius:6px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:${C.muted};word-break:break-all">${url}</p>`
}

function htmlRows(rows: readonly (readonly [string, string])[]): string {
  const cells = rows
    .map(
      ([label, value]) =>
        `<tr><td style="padding:8px 0;border-bottom:1px solid ${C.line};color:${C.muted}">${escapeHtml(label)}</td><td style="padding:8px 0;border-bottom:1px solid ${C.line};text-align:right;font-variant-numeric:tabular-nums">${escapeHtml(value)}</td></tr>`,
    )
    .join("\n")
  return `<table role="presentation" style="width:100%;margin:0 0 16px;border-collapse:collapse;font-size:14px">\n${cells}\n</table>`
}
