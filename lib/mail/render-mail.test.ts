import { expect, test } from "vitest"
import { confirmAddressMail, payeeChangedMail } from "./account-mails.ts"
import { renderMail } from "./render-mail.ts"

test("whatever people wrote is escaped in the HTML and plain in the text", () => {
  const { html, text, subject } = renderMail({
    subject: `A sale of "Tom & <b>"`,
    lines: [`<script>alert("1")</script>`, { rows: [["<i>", "a'b"]] }, { code: "<x>" }, { note: "<n>" }],
  })
  expect(html).not.toMatch(/<script|<i>|<x>|<n>|<b>/)
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")
  expect(html).toContain("a&#39;b")
  expect(text).toContain(`<script>alert("1")</script>`)
  expect(subject).toBe(`A sale of "Tom & <b>"`)
})

test("a line break in a subject cannot begin another header", () => {
  expect(renderMail({ subject: "Hello\r\nBcc: all@example.org", lines: [] }).subject).toBe("Hello Bcc: all@example.org")
})

test("a button stands in both forms, and leads to the web only", () => {
  const { html, text } = renderMail(confirmAddressMail("https://fanfare.example/confirm?token=a&b=c"))
  expect(html).toContain('href="https://fanfare.example/confirm?token=a&amp;b=c"')
  expect(text).toContain("https://fanfare.example/confirm?token=a&b=c")
  expect(() => renderMail(confirmAddressMail("javascript:alert(1)"))).toThrow(TypeError)
})

test("a changed payee is told old, new and until when", () => {
  const { text } = renderMail(
    payeeChangedMail({
      oldAddress: "a@x.org",
      newAddress: "b@x.org",
      frozenUntil: "8 May 2026",
      settingsUrl: "https://f.example",
    }),
  )
  expect(text).toContain("Before: a@x.org\nNow: b@x.org\nNo payout before: 8 May 2026")
})
