/** What people type as an address: odd spellings read as browsers read them, and nothing private, however it is written. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkedAddresses, checkUrl, type OutsideRules } from "./outside-address.ts"
import type { OutsideDns } from "./outside-dns.ts"
import { isPublicAddress } from "./public-address.ts"

const RULES: OutsideRules = { httpsOnly: false, ports: "default" }
const NONE: ReadonlySet<string> = new Set()
const dns = (...answers: string[]): OutsideDns => ({ addresses: async () => answers, txt: async () => [] })

const judge = async (raw: string, resolver = dns("93.184.215.14"), rules = RULES, allowed = NONE) => {
  try {
    const checked = checkUrl(raw, rules, allowed)
    return await checkedAddresses(checked, rules, { dns: resolver, allowed })
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe("an address somebody typed", () => {
  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http:\\\\127.0.0.1\\",
    "http://1\t27.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fd00:ec2::254]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://255.255.255.255/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://printer/",
    "http://printer.local/",
    "http://db.internal/",
    "http://ｌocalhost/",
  ])("%s leads into a private network", async (raw) => {
    expect(await judge(raw)).toBe("private_address")
  })

  it.each([
    "",
    "blog.example",
    "//blog.example/",
    "ftp://blog.example/",
    "ftp://blog.example:443/",
    "file:///etc/passwd",
    "gopher://blog.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://user@blog.example/",
    "http://:secret@blog.example/",
    "http://93.184.215.14@127.0.0.1/",
    "http://blog.example:22/",
    "http://blog.example:0/",
    "http://blog.example:8080/",
    "http://blog.example:99999/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://1.2.3.4.5.6/",
    "http://256.1.1.1/",
    "http://bl og.example/",
    `http://blog.example/${"a".repeat(2_050)}`,
  ])("%s is none we open", async (raw) => {
    expect(await judge(raw)).toBe("bad_address")
  })

  it("is read as browsers read it", () => {
    const hostOf = (raw: string) => checkUrl(raw, RULES, NONE).host
    expect(hostOf("HTTP://Bücher.Example./a#b")).toBe("xn--bcher-kva.example")
    expect(hostOf("https://faß.example/")).toBe("xn--fa-hia.example")
    expect(hostOf("https://[2A00:0:0::1]/")).toBe("2a00::1")
    expect(checkUrl("https://blog.example/a?b#c", RULES, NONE).url.href).toBe("https://blog.example/a?b")
  })

  it("may be kept to https, and let out to other ports", async () => {
    expect(await judge("http://blog.example/", undefined, { ...RULES, httpsOnly: true })).toBe("bad_address")
    expect(await judge("https://blog.example/", undefined, { ...RULES, httpsOnly: true })).toEqual(["93.184.215.14"])
    const any = { ...RULES, ports: "any" } as const
    expect(await judge("https://blog.example:8443/", undefined, any)).toEqual(["93.184.215.14"])
    for (const port of [22, 25, 1023])
      expect(await judge(`https://blog.example:${port}/`, undefined, any)).toBe("bad_address")
  })
})

describe("what a name resolves to", () => {
  it("is taken whole or not at all: one private answer among public ones spoils it", async () => {
    expect(await judge("http://blog.example/", dns("93.184.215.14", "2606:4700::1111"))).toHaveLength(2)
    for (const secret of ["10.0.0.1", "::1", "fe80::1%eth0", "::ffff:127.0.0.1", "not an address"])
      expect([secret, await judge("http://blog.example/", dns("93.184.215.14", secret))]).toEqual([
        secret,
        "private_address",
      ])
  })

  it("may be nothing, or no answer", async () => {
    expect(await judge("http://blog.example/", dns())).toBe("unresolvable")
    const silent = { ...dns(), addresses: () => Promise.reject(new Error("no answer")) }
    expect(await judge("http://blog.example/", silent)).toBe("unresolvable")
  })

  it("opens a private address only where it is allowed with its very port", async () => {
    const allowed = new Set(["127.0.0.1:3004"])
    expect(await judge("http://127.0.0.1:3004/", dns(), RULES, allowed)).toEqual(["127.0.0.1"])
    expect(await judge("http://blog.example:3004/", dns("127.0.0.1"), RULES, allowed)).toEqual(["127.0.0.1"])
    expect(await judge("http://127.0.0.1/", dns(), RULES, allowed)).toBe("private_address")
    expect(await judge("http://127.0.0.1:3005/", dns(), RULES, allowed)).toBe("bad_address")
    expect(await judge("http://127.0.0.2:3004/", dns(), RULES, allowed)).toBe("private_address")
    expect(await judge("http://blog.example:3004/", dns("93.184.215.14"), RULES, allowed)).toBe("bad_address")
  })

  it("never ends in a connection to a private address, whatever is typed and whatever DNS says", async () => {
    const host = fc.oneof(
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.domain(),
      fc.nat(2 ** 32 - 1).map(String),
      fc.nat(2 ** 32 - 1).map((n) => `0x${n.toString(16)}`),
    )
    const answers = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(host, answers, async (name, found) => {
        const result = await judge(`http://${name}/`, dns(...found))
        if (Array.isArray(result)) expect(result.every(isPublicAddress)).toBe(true)
        else expect(["bad_address", "private_address", "unresolvable"]).toContain(result)
      }),
      { numRuns: 500 },
    )
  })
})
