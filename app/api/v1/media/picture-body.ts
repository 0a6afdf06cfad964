/** A picture as the machine API says it, and how a crop is asked for. */
import { z } from "zod"
import { jpegPath, type PictureView, parseCrop, srcsetOf } from "#lib/media/picture.ts"

const crop = z
  .string()
  .max(60)
  .transform((text, context) => {
    const parsed = parseCrop(text)
    if (!parsed)
      context.addIssue({ code: "custom", message: "write it as x,y,width,height in fractions, such as 0,0.1,1,0.8" })
    return parsed
  })
  .nullable()
  .default(null)

export const CropQuery = z.object({ crop })

export const pictureBody = (picture: PictureView) => ({
  ...picture,
  sources: {
    avif: srcsetOf(picture, "avif"),
    webp: srcsetOf(picture, "webp"),
    jpeg: jpegPath(picture),
  },
})
