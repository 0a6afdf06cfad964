import fc from "fast-check"
import { expect, test } from "vitest"
import { pieceSpans, planParts } from "#peer/protocol/content.ts"
import {
  leadFile,
  mediaOf,
  openFiles,
  pieceOrder,
  piecesOf,
  placeFiles,
  startPage,
  stretchAt,
  typeOf,
} from "./release-files.ts"

const KIB = 1024
const layoutOf = (parts: Parameters<typeof planParts>[0]) => ({
  ...planParts(parts, { pieceBytes: 256 * KIB }),
  enc: "A256GCM-SEG" as const,
})
const names = fc.array(fc.integer({ min: 0, max: 900 * KIB }), { minLength: 1, maxLength: 6 })
const filesOf = (sizes: readonly number[]) =>
  sizes.map((size, i) => ({ path: `f${i}`, size: i === 0 ? size + 1 : size }))

test("the stretches of a file are those the release's own layout names, one after another", () => {
  fc.assert(
    fc.property(names, names, (trial, full) => {
      const m = layoutOf([
        { name: "trial", files: filesOf(trial) },
        { name: "full", files: filesOf(full) },
      ])
      for (const file of placeFiles(m)) {
        let at = 0
        for (const piece of piecesOf(m, file)) {
          const span = pieceSpans(m, piece).find((s) => s.part === file.part && s.path === file.path)!
          const expected = { piece, pieceOffset: span.pieceOffset, length: span.length }
          expect(stretchAt(m, file, at)).toEqual(expected)
          at += span.length
        }
        expect(at).toBe(file.sizeBytes)
        expect(stretchAt(m, file, at)).toBeNull()
      }
    }),
  )
})

const MIXED = layoutOf([
  { name: "trial", files: [{ path: "clip.webm", size: 300 * KIB }] },
  {
    name: "full",
    files: [
      { path: "clip.webm", size: 700 * KIB },
      { path: "extras/index.html", size: 10 },
      { path: "index.html", size: 10 },
      { path: "song.mp3", size: 600 * KIB },
    ],
  },
])

test("the file that plays comes first, in its own order, then the trial part, then the rest", () => {
  const song = placeFiles(MIXED).find((f) => f.path === "song.mp3")!
  expect(piecesOf(MIXED, song)).toEqual([4, 5, 6, 7].filter((p) => p < MIXED.n))
  const order = pieceOrder(MIXED, song)
  expect(order.slice(0, 5)).toEqual([...piecesOf(MIXED, song), 0].slice(0, 5))
  expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: MIXED.n }, (_, i) => i))
})

test("of two files with one name an owner gets the full part's, a trial demo the trial's", () => {
  const files = placeFiles(MIXED)
  expect(openFiles(files, ["trial", "full"]).find((f) => f.path === "clip.webm")!.part).toBe("full")
  expect(openFiles(files, ["trial"]).map((f) => [f.part, f.path])).toEqual([["trial", "clip.webm"]])
})

test("films lead before songs, and a game starts at the page nearest the root", () => {
  const open = openFiles(placeFiles(MIXED), ["trial", "full"])
  expect(leadFile(open)?.path).toBe("clip.webm")
  expect(leadFile(open.filter((f) => f.path !== "clip.webm"))?.path).toBe("song.mp3")
  expect(startPage(open)?.path).toBe("index.html")
})

test.each([
  ["a/B.WEBM", "video/webm", "video"],
  ["x.mp3", "audio/mpeg", "audio"],
  ["x.html", "text/html", null],
  ["noending", "application/octet-stream", null],
])("%s is %s", (path, type, media) => {
  expect(typeOf(path)).toBe(type)
  expect(mediaOf(path)).toBe(media)
})
