/** A link's QR code as a picture: squares on whole pixels, and under it, if wanted, what it is and the address to type. */
import encodeQR from "qr"
import sharp from "sharp"
import type { QrLevel, QrOptions } from "./qr-options.ts"
import { breakLines, type FaceName, linePath, widthOf } from "./text-paths.ts"

const ECC = { L: "low", M: "medium", Q: "quartile", H: "high" } as const satisfies Record<QrLevel, string>
/** Fewer pixels to a module and a camera at arm's length sees grey. */
const LEAST_SCALE = 2

export type QrCaption = { name: string; note: string }
export type QrWish = QrOptions & {
  /** What the code says: a whole address. */
  url: string
  /** Set in outlines, so that no machine's own faces matter. */
  captionWords: QrCaption
}

type Layout = { width: number; height: number; scale: number; left: number; top: number; rows: boolean[][] }

/** Whole numbers throughout; a size too small for the code is widened to the least that can be read. */
function layoutOf({ url, level, margin, sizePx }: QrWish, captionHeight: (width: number) => number): Layout {
  const rows = modulesOf(url, level)
  const count = rows.length + 2 * margin
  const width = Math.max(sizePx, count * LEAST_SCALE)
  const scale = Math.floor(width / count)
  const left = Math.floor((width - rows.length * scale) / 2)
  return { width, height: width + captionHeight(width), scale, left, top: left, rows }
}

/** The library wants a border of its own; ours is drawn as paper. */
const modulesOf = (url: string, level: QrLevel): boolean[][] =>
  encodeQR(url, "raw", { ecc: ECC[level], border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1))

export function qrSvg(wish: QrWish): string {
  const caption = wish.caption ? captionOf(wish) : null
  const layout = layoutOf(wish, (width) => caption?.heightAt(width) ?? 0)
  const { width, height } = layout
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    // An address of ours: nothing in it but letters of an address, and the ampersand.
    `<title>${wish.url.replaceAll("&", "&amp;")}</title>`,
    `<path fill="${wish.paper}" d="M0 0h${width}v${height}H0z"/>`,
    `<path fill="${wish.ink}" shape-rendering="crispEdges" d="${squares(layout)}"/>`,
    caption
      ? `<path fill="${wish.ink}" d="${caption.pathAt(width, layout.top + layout.rows.length * layout.scale)}"/>`
      : "",
    "</svg>",
  ].join("")
}

/** The same as PNG; its own few colours keep it small. */
export async function qrPng(wish: QrWish): Promise<Uint8Array<ArrayBuffer>> {
  const png = await sharp(Buffer.from(qrSvg(wish)))
    .flatten({ background: wish.paper })
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer()
  return new Uint8Array(png)
}

/** Neighbours in a row are one stroke: a third of the bytes. */
function squares({ rows, scale, left, top }: Layout): string {
  let path = ""
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${left + from * scale} ${top + y * scale}h${(x - from + 1) * scale}v${scale}h-${(x - from + 1) * scale}z`
    }
  }
  return path
}

type Line = { text: string; face: FaceName; size: number; gap: number }

/** Sizes as shares of the width, so that a caption reads the same at every size. */
function captionOf({ captionWords: { name, note }, url }: QrWish) {
  const address = url.replace(/^https?:\/\//, "").replace(/\?.*$/, "")
  const lines = (width: number): Line[] => [
    ...wrapped(name, "display", width * 0.07, width * 0.88, 2).map((text) => ({
      text,
      face: "display" as const,
      size: width * 0.07,
      gap: width * 0.085,
    })),
    fitted(address, "mono", width * 0.042, width * 0.88, width * 0.075),
    ...wrapped(note, "text", width * 0.032, width * 0.88, 2).map((text) => ({
      text,
      face: "text" as const,
      size: width * 0.032,
      gap: width * 0.05,
    })),
  ]
  return {
    heightAt: (width: number) => Math.round(lines(width).reduce((sum, line) => sum + line.gap, 0)),
    pathAt(width: number, below: number): string {
      let y = below + width * 0.02
      return lines(width)
        .map(({ text, face, size, gap }) => {
          y += gap
          return rounded(linePath(text, face, size, { x: (width - widthOf(text, face, size)) / 2, y }))
        })
        .join("")
    },
  }
}

/** A name that fits in no number of lines is cut. */
function wrapped(text: string, face: FaceName, size: number, maxWidth: number, maxLines: number): string[] {
  const lines = breakLines(text, face, size, { maxWidth, maxLines })
  if (lines) return lines
  let cut = [...text]
  while (cut.length > 1 && widthOf(`${cut.join("")}…`, face, size) > maxWidth) cut = cut.slice(0, -1)
  return [`${cut.join("")}…`]
}

/** An address is of no use in part: it grows smaller instead. */
function fitted(text: string, face: FaceName, size: number, maxWidth: number, gap: number): Line {
  const width = widthOf(text, face, size)
  return { text, face, size: width > maxWidth ? (size * maxWidth) / width : size, gap }
}

/** A tenth of a pixel is finer than any printer. */
const rounded = (path: string): string => path.replace(/-?\d+\.\d+/g, (n) => String(Math.round(Number(n) * 10) / 10))
