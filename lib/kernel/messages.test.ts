import { describe, expect, it } from "vitest"
import { english, preferredLocale, translator } from "./messages.ts"

const german = translator("de", {
  "Get {name}": "{name} holen",
  "{count} nodes carry": { one: "Ein Knoten trägt", other: "{count} Knoten tragen" },
  "Version {0} exists.": "Version {0} gibt es schon.",
})

describe("sentences", () => {
  it("stand as they are in English, with their places filled", () => {
    expect(english("Get {name} for {price}", { name: "A{price}", price: 3 })).toBe("Get A{price} for 3")
    expect(english.n("One node", "{count} nodes", 1)).toBe("One node")
    expect(english.n("One node", "{count} nodes", 1234)).toBe("1,234 nodes")
  })

  it("are looked up by the English one; what is missing stays English", () => {
    expect(german("Get {name}", { name: "Harbour Lights" })).toBe("Harbour Lights holen")
    expect(german("Never seen")).toBe("Never seen")
    expect(german.n("One node carries", "{count} nodes carry", 1)).toBe("Ein Knoten trägt")
    expect(german.n("One node carries", "{count} nodes carry", 1234)).toBe("1.234 Knoten tragen")
  })

  it("are known by their pattern once their places are filled", () => {
    expect(german.known("Version 1.0(2) exists.")).toBe("Version 1.0(2) gibt es schon.")
    expect(german.known("Version 1.0 exists no more.")).toBe("Version 1.0 exists no more.")
  })
})

it.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["fr,en;q=0.5,de;q=0.7", "de"],
  ["de;q=0", "en"],
  ["fr", "en"],
  [null, "en"],
  [",;q=x,", "en"],
])("Accept-Language %s is answered in %s", (header, locale) => expect(preferredLocale(header)).toBe(locale))
