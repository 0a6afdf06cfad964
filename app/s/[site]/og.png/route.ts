/** The picture shown when a promo page is shared; made once per version and kept. */
import { readFile } from "node:fs/promises"
import { deps } from "#app/_server/deps.ts"
import { answerPlain } from "#app/_server/plain.ts"
import { type AskedPage, askedPage, coversOf } from "#app/_server/promo.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { jpegWidthOf } from "#lib/media/picture.ts"
import { picturePath } from "#lib/media/picture-folder.ts"
import { findPictureFiles } from "#lib/media/queries.ts"
import { sharePicture } from "#lib/pages/share-picture.ts"

type Context = { params: Promise<{ site: string }> }

/** About 150 kB each. */
const KEPT = 100
const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const asked = await askedPage(request, (await params).site)
  if (!asked) return new Response(null, { status: 404 })
  const picture = await pictureOf(asked)
  return answerPlain(request, picture, { "content-type": "image/png", "cache-control": "public, max-age=86400" })
}

function pictureOf(asked: AskedPage): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${asked.page.site.siteId} ${asked.pictureVersion}`
  const known = kept.get(key)
  if (known) return known
  const making = make(asked)
  making.catch(() => kept.delete(key))
  kept.set(key, making)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
  return making
}

async function make({ page, document, context }: AskedPage): Promise<Uint8Array<ArrayBuffer>> {
  const { title, description, theme, picture } = document.root.props
  const own = context.pictures[picture]?.src
  const found = await Promise.all((own ? [own] : coversOf(document, context)).map(bytesOf))
  return sharePicture({
    theme,
    name: title || page.site.name,
    words: description || page.site.words,
    host: new URL(page.site.url).host,
    covers: found.filter((bytes) => bytes !== null),
  })
}

/** `/media/ID/WIDTH.jpg` as it lies on our disk; null for what is not there (any more). */
async function bytesOf(src: string): Promise<Uint8Array | null> {
  const id = /^\/media\/(pic_[0-9a-z]{26})\//.exec(src)?.[1] as Id<"picture"> | undefined
  const files = id ? await findPictureFiles(deps().db, id) : null
  if (!files) return null
  return readFile(picturePath(deps().config.dataDir, files.sha256, jpegWidthOf(files.widths), "jpg")).catch(() => null)
}
