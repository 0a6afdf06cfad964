/** The arithmetic of cutting a picture: from what the reader moves to the part that is kept. */
import type { Crop } from "#lib/media/picture.ts"

export type CropWish = {
  /** Width by height of what is kept; null keeps the picture's own. */
  ratio: number | null
  /** 1 keeps as much as fits; 4 a quarter of each side of that. */
  zoom: number
  /** Where in the room that is left: 0 at the left or upper edge, 1 at the other. */
  x: number
  y: number
}

export const MAX_ZOOM = 4
export const WHOLE: CropWish = { ratio: null, zoom: 1, x: 0.5, y: 0.5 }

/** The largest part of that ratio, divided by the zoom, inside a picture of this size in pixels. */
export function cropOf(wish: CropWish, picture: { width: number; height: number }): Crop {
  const own = picture.width / picture.height
  const ratio = wish.ratio ?? own
  const zoom = clamp(wish.zoom, 1, MAX_ZOOM)
  const width = Math.min(1, ratio / own) / zoom
  const height = Math.min(1, own / ratio) / zoom
  return { x: clamp(wish.x, 0, 1) * (1 - width), y: clamp(wish.y, 0, 1) * (1 - height), width, height }
}

export const isWhole = ({ width, height }: Crop): boolean => width > 0.9999 && height > 0.9999

/** As an address says it: four fractions, rounded so that they stay inside. */
export const cropText = ({ x, y, width, height }: Crop): string =>
  [x, y, Math.min(width, 1 - x), Math.min(height, 1 - y)].map((part) => floorTo(part, 6)).join(",")

const floorTo = (value: number, digits: number): string => String(Math.floor(value * 10 ** digits) / 10 ** digits)
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
