import { expect, test } from "vitest"
import { english } from "../kernel/messages.ts"
import { confirmAddressMail, payeeReplacedMail } from "./account-mails.ts"
import { type MailContent, type MailFrame, renderMail } from "./render-mail.ts"

const frame: MailFrame = { t: english, why: "You asked for it." }
const render = (content: MailContent, more: Partial<MailFrame> = {}) => renderMail(content, { ...frame, ...more })

test("whatever people wrote is escaped in the HTML and plain in the text", () => {
  const { html, text, subject } = render({
    subject: `A sale of "Tom & <b>"`,
    lines: [
      `<script>alert("1")</script>`,
      { rows: [["<i>", "a'b"]] },
      { code: "<x>" },
      { note: "<n>" },
      { entry: "<e>", body: "<f>", url: 'https://fanfare.example/"><g>' },
    ],
  })
  expect(html).not.toMatch(/<script|<i>|<x>|<n>|<b>|<e>|<f>|<g>/)
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")
  expect(html).toContain("a&#39;b")
  expect(text).toContain(`<script>alert("1")</script>`)
  expect(subject).toBe(`A sale of "Tom & <b>"`)
})

test.each(["\r\n", "\n", "\u2028", "\u0085", "\0"])(
  "a line break (%j) in a subject cannot begin another header",
  (br) => {
    expect(render({ subject: `Hello${br}Bcc: all@example.org`, lines: [] }).subject).toBe("Hello Bcc: all@example.org")
  },
)

test("a button stands in both forms, and leads to the web only", () => {
  const { html, text } = render(confirmAddressMail(english, "https://fanfare.example/confirm?token=a&b=c"))
  expect(html).toContain('href="https://fanfare.example/confirm?token=a&amp;b=c"')
  expect(text).toContain("https://fanfare.example/confirm?token=a&b=c")
  expect(() => render(confirmAddressMail(english, "javascript:alert(1)"))).toThrow(TypeError)
})

test("the old address of a replaced payee is told the new one", () => {
  const { text } = render(
    payeeReplacedMail(english, { newAddress: "b@x.org", settingsUrl: "https://f.example/settings" }),
  )
  expect(text).toContain("paid at b@x.org from now on")
})

test("a mail names its language and both schemes, and begins with what it says", () => {
  const { html } = render({ subject: "Hello", lines: [{ rows: [["a", "b"]] }, "You earned $1.50."] })
  expect(html).toContain('<html lang="en" dir="ltr">')
  expect(html).toContain('<meta name="color-scheme" content="light dark">')
  expect(html).toContain("@media (prefers-color-scheme:dark)")
  expect(html.indexOf("You earned $1.50.")).toBeLessThan(html.indexOf("<h1"))
})

test("the foot says why, and leads to the choices and out, in both forms", () => {
  const links = { preferencesUrl: "https://f.example/p", unsubscribeUrl: "https://f.example/u" }
  const { html, text } = render({ subject: "Hello", lines: [] }, { ...links, postalAddress: "Lantern Lane 3\nBremen" })
  for (const wanted of ["You asked for it.", "https://f.example/p", "https://f.example/u", "Lantern Lane 3"]) {
    expect(html).toContain(wanted)
    expect(text).toContain(wanted)
  }
  expect(render({ subject: "Hello", lines: [] }).html).not.toContain("Unsubscribe")
})
