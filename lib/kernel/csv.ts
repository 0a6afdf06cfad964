/** Tables as CSV (RFC 4180) that spreadsheets open without running anything: the one place where CSV is written. */

export type CsvCell = string | number | bigint | boolean | Date | null

/** What a spreadsheet takes for a formula, also after the blanks it skips. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u
/** A number runs nothing: amounts taken back stay numbers. */
const NUMBER = /^-?\d+(?:\.\d+)?$/
const QUOTED = /[",\r\n;]/

/** One cell. Text that a spreadsheet would run gets an apostrophe in front, which it shows as text. */
export function csvCell(value: CsvCell): string {
  if (value === null) return ""
  if (typeof value !== "string") return value instanceof Date ? value.toISOString() : String(value)
  const text = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One row with its line end. */
export const csvRow = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(",")}\r\n`
