import { describe, expect, it } from "vitest"
import { html, raw } from "./html.ts"

const HOSTILE = `<script>alert("1")</script>'&\u0000`

describe("plain markup", () => {
  it("escapes every value and drops what XML cannot hold", () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.html).toBe(
      `<p title="${"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"}">${"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"}</p>`,
    )
  })

  it("takes markup, lists of it and numbers; nothing leaves nothing", () => {
    expect(html`${raw("<b>")}${[html`1`, html`${2}`]}${null}${false}${undefined}${0}`.html).toBe("<b>120")
  })
})
