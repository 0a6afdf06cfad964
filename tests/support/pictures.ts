/** Pictures for tests: honest ones, and files that only claim to be pictures. */
import { crc32, deflateSync } from "node:zlib"
import sharp from "sharp"

/** A gradient with four corners of their own: red, green, blue and white, from the top left on by rows. */
export function corners(width = 400, height = 300) {
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [right, low] = [x >= width / 2, y >= height / 2]
      const at = (y * width + x) * 3
      data[at] = right === low ? 230 : 10
      data[at + 1] = right ? 230 : 10
      data[at + 2] = low ? 230 : 10
    }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

const chunk = (kind: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG that says it is so large; its pixels are one short run of zeros, whatever it says. */
export function pngClaiming(width: number, height: number, pixelBytes = 1_000): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(pixelBytes))),
    chunk("IEND", Buffer.alloc(0)),
  ])
}

/** A PNG with a text chunk of this content before its end: valid throughout. */
export function pngWithText(png: Buffer, text: string): Buffer {
  const end = png.length - 12
  return Buffer.concat([
    png.subarray(0, end),
    chunk("tEXt", Buffer.from(`Comment\0${text}`, "latin1")),
    png.subarray(end),
  ])
}
