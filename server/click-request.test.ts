import { describe, expect, it } from "vitest"
import { newClickId } from "#lib/attribution/visit.ts"
import { clickCookie, clickFlag, parseClickUrl, readClickCookie, refererHost } from "./click-request.ts"

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

const NO_TAGS = { s1: null, s2: null, s3: null, s4: null, s5: null, trigger: "link", utm: null }

describe("the address of a click", () => {
  const bare = { code: "abcdefgh", deepPath: null, subId: null }
  it.each([
    ["/r/abcdefgh", bare],
    ["/r/ABCDEFGH/", bare],
    ["/r/abcdefgh/notes/1-2?s=mail&x=1", { ...bare, deepPath: "notes/1-2", subId: "mail" }],
    ["/r/abcdefgh?s=%3Cscript%3E", bare],
    ["/r/abcdefgh?s=a%zz", bare],
    ["/r/abcdefgh/../../admin", bare],
    ["/r/abcdefgh//evil.example", bare],
    ["/r/abcdefgh/%2e%2e/x", bare],
    [`/r/abcdefgh/${"a/".repeat(150)}`, bare],
    ["/r/Tin-Comet", { ...bare, code: "tin-comet" }],
    ["/r/ab", { ...bare, code: null }],
    ["/r/tin--comet", { ...bare, code: null }],
    ["/r/%74incomet", { ...bare, code: null }],
    ["/r/", { ...bare, code: null }],
  ])("%s", (url, wanted) => {
    expect(parseClickUrl(url)).toEqual({ ...wanted, tags: NO_TAGS })
  })

  it.each([
    ["s1=a&s2=b&s3=c&s4=d&s5=e", { s1: "a", s2: "b", s3: "c", s4: "d", s5: "e" }],
    ["s=x&s1=%3Cscript%3E&s6=z", {}],
    [`s1=${"a".repeat(64)}&s2=${"a".repeat(65)}`, { s1: "a".repeat(64) }],
    ["t=qr", { trigger: "qr" }],
    ["t=nonsense", { trigger: null }],
    ["utm_source=letter&utm_medium=email", { utm: { utm_source: "letter", utm_medium: "email" } }],
    // What stands beyond the limit is not read.
    [`x=${"y".repeat(3_000)}&s1=a`, {}],
  ])("?%s", (query, tags) => {
    expect(parseClickUrl(`/r/abcdefgh?${query}`)?.tags).toEqual({ ...NO_TAGS, ...tags })
  })

  it("is not ours elsewhere", () => {
    expect(parseClickUrl("/releases")).toBeNull()
    expect(parseClickUrl("/x/r/abcdefgh")).toBeNull()
  })
})

describe("what counts", () => {
  it.each([
    ["GET", { "user-agent": CHROME }, null],
    ["HEAD", { "user-agent": CHROME }, "head"],
    ["GET", { "user-agent": CHROME, "sec-purpose": "prefetch;prerender" }, "prefetch"],
    ["GET", { "user-agent": CHROME, purpose: "prefetch" }, "prefetch"],
    ["GET", { "user-agent": CHROME, "x-moz": "prefetch" }, "prefetch"],
    ["GET", { "user-agent": CHROME, "x-purpose": "preview" }, "prefetch"],
    ["GET", { "user-agent": "Slackbot-LinkExpanding 1.0" }, "preview"],
    ["HEAD", { "user-agent": "Slackbot-LinkExpanding 1.0" }, "head"],
    ["GET", {}, "no_agent"],
    ["GET", { "user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)" }, "bot"],
    ["GET", { "user-agent": "curl/8.5.0" }, "bot"],
  ])("%s %j -> %s", (method, headers, flag) => {
    expect(clickFlag(method, headers)).toBe(flag)
  })
})

describe("the referring host", () => {
  it.each([
    ["https://Blog.Example/post?x=1", "blog.example"],
    ["http://127.0.0.1:3004/", "127.0.0.1"],
    ["https://user@evil.example/", null],
    ["javascript:alert(1)", null],
    [`https://${"a".repeat(300)}.example/`, null],
  ])("%s", (referer, host) => {
    expect(refererHost({ referer })).toBe(host)
  })
})

describe("the click cookie", () => {
  const at = new Date("2026-11-23T12:00:00Z")
  const ids = Array.from({ length: 10 }, () => newClickId(at))

  it("keeps the newest eight, newest first", () => {
    const cookie = clickCookie(ids[9]!, ids.slice(0, 9), true)
    expect(readClickCookie(`a=b; ${cookie.split(";")[0]}; c=d`)).toEqual([ids[9], ...ids.slice(0, 7)])
    expect(cookie).toMatch(/; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/)
    expect(clickCookie(ids[0]!, [], false)).not.toContain("Secure")
  })

  it("ignores what is no click id", () => {
    expect(readClickCookie(`ff_click=${ids[0]}.x.${"A".repeat(21)}B.<script>`)).toEqual([])
    expect(readClickCookie(`ff_click=${ids[0]}.short.${"A".repeat(21)}B`)).toEqual([ids[0]])
    expect(readClickCookie(`xff_click=${ids[0]}`)).toEqual([])
  })
})
