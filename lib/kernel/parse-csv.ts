/** Reads a table as spreadsheets write it: RFC 4180 with commas, semicolons or tabs. The counterpart of csv.ts. */
import { AppError } from "./errors.ts"

export type CsvLimits = { rows: number; cells: number; cellChars: number }
/** `line` is where the row begins in the text, from 1: what a person's editor shows. */
export type CsvLine = { line: number; cells: string[] }

/** What `csvCell` puts before text that a spreadsheet would run. */
const DISARMED = /^'(?=[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u

/** Empty lines are left out. Throws invalid_input, naming the line, for an open quote and for what is beyond the limits. */
export function parseCsv(text: string, limits: CsvLimits): CsvLine[] {
  const source = text.replace(/^\ufeff/, "")
  const reader = new Reader(source, separatorOf(source), limits)
  const lines: CsvLine[] = []
  for (let line = reader.next(); line; line = reader.next()) {
    if (line.cells.every((cell) => cell === "")) continue
    if (lines.length === limits.rows) throw new AppError("too_large", `A table has at most ${limits.rows} lines.`)
    lines.push(line)
  }
  return lines
}

/** Whichever stands most often in the first line; a German spreadsheet writes semicolons. */
function separatorOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text)![0]
  const count = (mark: string) => first.split(mark).length
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

class Reader {
  readonly #text: string
  readonly #separator: string
  readonly #limits: CsvLimits
  #at = 0
  #line = 1

  constructor(text: string, separator: string, limits: CsvLimits) {
    this.#text = text
    this.#separator = separator
    this.#limits = limits
  }

  next(): CsvLine | null {
    if (this.#at >= this.#text.length) return null
    const line = this.#line
    const cells: string[] = []
    do {
      if (cells.length === this.#limits.cells)
        throw new AppError("invalid_input", `Line ${line} has more than ${this.#limits.cells} cells.`)
      cells.push(this.#cell(line).replace(DISARMED, ""))
    } while (this.#take(this.#separator))
    this.#endLine()
    return { line, cells }
  }

  #cell(line: number): string {
    const value = this.#text[this.#at] === '"' ? this.#quoted(line) : this.#bare()
    if (value.length <= this.#limits.cellChars) return value.trim()
    throw new AppError("invalid_input", `A cell in line ${line} is longer than ${this.#limits.cellChars} characters.`)
  }

  #bare(): string {
    const from = this.#at
    while (this.#at < this.#text.length && !this.#isEnd(this.#text[this.#at]!)) this.#at++
    return this.#text.slice(from, this.#at)
  }

  /** Two quotes are one; line ends inside belong to the cell. What follows the closing quote up to the separator is kept. */
  #quoted(line: number): string {
    let value = ""
    for (this.#at++; ; ) {
      const end = this.#text.indexOf('"', this.#at)
      if (end < 0) throw new AppError("invalid_input", `A quotation mark in line ${line} is never closed.`)
      value += this.#text.slice(this.#at, end)
      this.#at = end + 1
      if (this.#text[this.#at] !== '"') break
      value += '"'
      this.#at++
    }
    this.#line += value.split("\n").length - 1
    return value + this.#bare()
  }

  #isEnd = (char: string): boolean => char === this.#separator || char === "\n" || char === "\r"

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false
    this.#at++
    return true
  }

  #endLine(): void {
    this.#take("\r")
    this.#take("\n")
    this.#line++
  }
}
