import { describe, expect, it } from "vitest"
import { releaseFacts } from "./release-facts.ts"

const part = (files: Record<string, number>) => ({
  files: Object.entries(files).map(([path, size]) => ({ path, size })),
})

describe("what is said of a release", () => {
  it("counts a file of both parts once, and names the endings by bytes", () => {
    const trial = part({ "index.html": 10, "levels.js": 20 })
    const full = part({ "index.html": 30, "levels.js": 40, "sounds/night.ogg": 900, LICENSE: 5 })
    expect(releaseFacts("game", [trial, full])).toEqual({
      fileCount: 4,
      playable: 0,
      opensInPage: true,
      endings: ["OGG", "JS", "HTML"],
    })
  })

  it("counts what plays of films and music only", () => {
    const files = [part({ "a.mp3": 1, "b.flac": 2, "cover.png": 3 })]
    expect(releaseFacts("music", files)).toMatchObject({ playable: 2, opensInPage: false })
    expect(releaseFacts("assets", files)).toMatchObject({ playable: 0 })
  })

  it("names five endings at most", () => {
    const files = part(Object.fromEntries("abcdefgh".split("").map((c, i) => [`x.${c}`, i])))
    expect(releaseFacts("assets", [files]).endings).toEqual(["H", "G", "F", "E", "D"])
  })
})
