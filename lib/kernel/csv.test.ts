import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { csvCell, csvRow } from "./csv.ts"

describe("a cell", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    [null, ""],
    [12, "12"],
    [-12, "-12"],
    [9_007_199_254_740_993n, "9007199254740993"],
    [true, "true"],
    [new Date("2026-11-23T12:00:00Z"), "2026-11-23T12:00:00.000Z"],
    ["-1.4995", "-1.4995"],
    ['say "hello"', '"say ""hello"""'],
    ["a,b", '"a,b"'],
    ["two\nlines", '"two\nlines"'],
    ["a;b", '"a;b"'],
    // Each of these a spreadsheet would run.
    ["=1+1", "'=1+1"],
    ["+49 30", "'+49 30"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\rx", `"'\rx"`],
    [" =1", "' =1"],
    ["\u00a0=1", "'\u00a0=1"],
    ["＝1", "'＝1"],
    ['=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
  ] as const)("%# -> %s", (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })
})

/** RFC 4180, read the plain way. */
function readRow(line: string): string[] {
  const cells: string[] = []
  let at = 0
  while (at < line.length) {
    if (line[at] === '"') {
      let cell = ""
      for (at += 1; line[at] !== '"' || line[at + 1] === '"'; at += 1) {
        if (line[at] === '"') at += 1
        cell += line[at]
      }
      cells.push(cell)
      at += 2
    } else {
      const end = /,|\r\n/.exec(line.slice(at))!.index + at
      cells.push(line.slice(at, end))
      at = end + 1
    }
    if (line.slice(at - 1) === "\r\n" || line.slice(at) === "\n") break
  }
  return cells
}

describe("a row", () => {
  it("reads back as it was, whatever is in it, but for the apostrophe before what would run", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom("=1", '"', ",", "\r\n", "a\r\n,", "@x", "-", "x"))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const back = readRow(csvRow([...cells, "end"]))
        expect(back.at(-1)).toBe("end")
        for (const [i, was] of cells.entries()) expect([was, `'${was}`]).toContain(back[i])
        for (const one of back) expect(one).not.toMatch(/^\s*[=+@]/)
      }),
    )
  })
})
