import { describe, expect, it } from "vitest"
import { newClickId } from "#lib/attribution/visit.ts"
import { clickCookie, clickFlag, parseClickUrl, readClickCookie, refererHost } from "./click-request.ts"

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

describe("the address of a click", () => {
  it.each([
    ["/r/abcdefgh", { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/ABCDEFGH/", { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/abcdefgh/notes/1-2?s=mail&x=1", { code: "abcdefgh", deepPath: "notes/1-2", subId: "mail" }],
    ["/r/abcdefgh?s=%3Cscript%3E", { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/abcdefgh?s=a%zz", { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/abcdefgh/../../admin", { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/abcdefgh//evil.example", { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/abcdefgh/%2e%2e/x", { code: "abcdefgh", deepPath: null, subId: null }],
    [`/r/abcdefgh/${"a/".repeat(150)}`, { code: "abcdefgh", deepPath: null, subId: null }],
    ["/r/short", { code: null, deepPath: null, subId: null }],
    ["/r/", { code: null, deepPath: null, subId: null }],
  ])("%s", (url, wanted) => {
    expect(parseClickUrl(url)).toEqual(wanted)
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
