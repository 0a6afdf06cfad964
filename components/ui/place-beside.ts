/** Where something that floats stands: under its anchor, above it when there is no room, never off the side. All in CSS pixels. */
export type Box = { left: number; top: number; width: number; height: number }
export type Screen = { width: number; height: number }
export type Floating = {
  width: number
  height: number
  /** Along the anchor's side: begin at its start, at its end, or centred. */
  align: "start" | "center" | "end"
  side: "below" | "above"
  rtl: boolean
}

/** Room between the anchor and what floats, and between that and the edge of the screen. */
const GAP = 6
const EDGE = 8

export function placeBeside(anchor: Box, floating: Floating, screen: Screen): { left: number; top: number } {
  const atLeft = floating.align === "center" ? null : (floating.align === "start") !== floating.rtl
  const wished =
    atLeft === null
      ? anchor.left + (anchor.width - floating.width) / 2
      : atLeft
        ? anchor.left
        : anchor.left + anchor.width - floating.width
  const below = anchor.top + anchor.height + GAP
  const above = anchor.top - floating.height - GAP
  const fitsBelow = below + floating.height <= screen.height - EDGE
  const fitsAbove = above >= EDGE
  const isBelow = floating.side === "below" ? fitsBelow || !fitsAbove : !fitsAbove
  return {
    left: within(wished, EDGE, screen.width - floating.width - EDGE),
    top: within(isBelow ? below : above, EDGE, screen.height - floating.height - EDGE),
  }
}

/** Too large a thing begins at the edge: its beginning is worth more than its end. */
const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high))
