/** A click as a line of the click journal: CRC-32 of the JSON, a space, the JSON. */
import { crc32 } from "node:zlib"
import type { Click } from "#lib/attribution/record-clicks.ts"

/** One click as a line, its line end included. */
export function encodeLine(click: Click): string {
  const json = JSON.stringify(click)
  return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`
}

/** The click of a line without its line end; null when the line is torn or was changed. */
export function decodeLine(line: string): Click | null {
  const json = line.slice(9)
  if (line[8] !== " " || crc32(json).toString(16).padStart(8, "0") !== line.slice(0, 8)) return null
  const click = JSON.parse(json) as Omit<Click, "at"> & { at: string }
  return { ...click, at: new Date(click.at) }
}
