/** How a link's QR code is drawn: what a fan may choose, and what a scanner can still read. */
import { parseSubId } from "../fans/link-code.ts"
import { refuseField } from "../kernel/errors.ts"
import { type Colour, contrast, parseColour } from "./colour.ts"

/** How much of the picture may be lost before it cannot be read: 7, 15, 25, 30 %. */
export const QR_LEVELS = ["L", "M", "Q", "H"] as const
export type QrLevel = (typeof QR_LEVELS)[number]

/** Pixels of a side; modules of the quiet zone, of which ISO/IEC 18004 asks for four. */
export const QR_LIMITS = { sizeLeast: 128, sizeMost: 2_048, marginLeast: 2, marginMost: 12 } as const
/** Scanners are built for black on white; from here on the cameras of old phones still tell the two apart. */
export const QR_CONTRAST = 4.5

export type QrOptions = {
  /** Width in pixels; a caption makes it higher than wide. */
  sizePx: number
  level: QrLevel
  /** Quiet zone, in modules. */
  margin: number
  ink: Colour
  paper: Colour
  caption: boolean
  subId: string | null
}

/** Our own ink on white. */
export const QR_DEFAULTS: QrOptions = {
  sizePx: 512,
  level: "M",
  margin: 4,
  ink: "#1b1a17",
  paper: "#ffffff",
  caption: false,
  subId: null,
}

/** Reads `size`, `level`, `margin`, `ink`, `paper`, `caption`, `s` of an address; throws invalid_input naming the field. */
export function readQrOptions(query: URLSearchParams): QrOptions {
  const ink = colourOf(query, "ink")
  const paper = colourOf(query, "paper")
  checkColours(ink, paper)
  const rawSubId = query.get("s")
  const subId = parseSubId(rawSubId)
  if (rawSubId && subId === null)
    throw refuseField("s", "A sub-id is 1 to 64 letters, digits, dots, hyphens or underscores.")
  return {
    sizePx: numberOf(query, "size", QR_DEFAULTS.sizePx, QR_LIMITS.sizeLeast, QR_LIMITS.sizeMost),
    level: levelOf(query.get("level")),
    margin: numberOf(query, "margin", QR_DEFAULTS.margin, QR_LIMITS.marginLeast, QR_LIMITS.marginMost),
    ink,
    paper,
    caption: query.get("caption") === "1",
    subId,
  }
}

function numberOf(query: URLSearchParams, field: string, usual: number, least: number, most: number): number {
  const raw = query.get(field)
  if (raw === null || raw === "") return usual
  const value = /^\d{1,5}$/.test(raw) ? Number(raw) : Number.NaN
  if (value >= least && value <= most) return value
  throw refuseField(
    field,
    field === "size" ? "A QR code is 128 to 2048 pixels wide." : "The quiet zone is 2 to 12 modules.",
  )
}

function levelOf(raw: string | null): QrLevel {
  if (!raw) return QR_DEFAULTS.level
  const level = QR_LEVELS.find((one) => one === raw)
  if (level) return level
  throw refuseField("level", "Error correction is L, M, Q or H.")
}

function colourOf(query: URLSearchParams, field: "ink" | "paper"): Colour {
  const raw = query.get(field)
  if (!raw) return QR_DEFAULTS[field]
  const colour = parseColour(raw.startsWith("#") ? raw : `#${raw}`)
  if (colour) return colour
  throw refuseField(field, "A colour is six hex digits, such as 1b1a17.")
}

/** Light on dark is refused as well: many scanners find no code in it. */
function checkColours(ink: Colour, paper: Colour): void {
  const isInverted = contrast(ink, "#000000") > contrast(paper, "#000000")
  if (isInverted) throw refuseField("ink", "The ink must be darker than the paper, or scanners find nothing.")
  if (contrast(ink, paper) < QR_CONTRAST)
    throw refuseField("ink", "Ink and paper are too alike to be scanned; choose a darker ink or a lighter paper.")
}
