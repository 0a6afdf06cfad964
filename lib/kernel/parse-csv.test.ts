import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { csvRow } from "./csv.ts"
import { parseCsv } from "./parse-csv.ts"

const LIMITS = { rows: 5, cells: 4, cellChars: 50 }
const cellsOf = (text: string) => parseCsv(text, LIMITS).map((line) => line.cells)

describe("a table", () => {
  it.each([
    ["", []],
    ["a,b", [["a", "b"]]],
    [
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a;b\n1;2,5",
      [
        ["a", "b"],
        ["1", "2,5"],
      ],
    ],
    [
      "a\tb\n1\t2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "\ufeffa,b\n\n,\n x , \n",
      [
        ["a", "b"],
        ["x", ""],
      ],
    ],
    ['a\n"say ""hi"", you"\n', [["a"], ['say "hi", you']]],
    [
      'a,b\n"two\nlines",1\r\nx,2',
      [
        ["a", "b"],
        ["two\nlines", "1"],
        ["x", "2"],
      ],
    ],
    ["a\r1\r2", [["a"], ["1"], ["2"]]],
    [
      "a,b\n'=1+1,it's",
      [
        ["a", "b"],
        ["=1+1", "it's"],
      ],
    ],
  ])("%j", (text, rows) => {
    expect(cellsOf(text)).toEqual(rows)
  })

  it("says where each row begins", () => {
    const lines = parseCsv('a,b\r\n\r\n"one\r\ntwo\nthree",1\r\nx,2\r\n', LIMITS)
    expect(lines.map((line) => line.line)).toEqual([1, 3, 6])
  })

  it.each([
    ['a\n"open', "invalid_input", "line 2"],
    ["1\n2\n3\n4\n5\n6", "too_large", "5 lines"],
    ["1,2,3,4,5", "invalid_input", "Line 1"],
    [`a\n${"x".repeat(51)}`, "invalid_input", "line 2"],
  ])("refuses %j", (text, code, words) => {
    expect(() => parseCsv(text, LIMITS)).toThrow(
      expect.objectContaining({ code, detail: expect.stringContaining(words) }),
    )
  })

  it("is read back as csv.ts wrote it", () => {
    const limits = { rows: 100, cells: 10, cellChars: 1_000 }
    // Blanks at the ends are no part of a cell, and an apostrophe in front may be csv.ts's own.
    const cell = fc.string().map((text) => text.replaceAll("'", "").trim())
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant("a"), cell, cell), { maxLength: 20 }), (rows) => {
        expect(parseCsv(rows.map((row) => csvRow(row)).join(""), limits).map((line) => line.cells)).toEqual(rows)
      }),
    )
  })
})
