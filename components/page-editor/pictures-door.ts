/** The fan's pictures as the page editor asks for them, in the shape blocks show. */
import type { PromoPicture } from "#lib/pages/promo-context.ts"
import type { SentPicture } from "../ui/send-picture.ts"

export type OwnPicture = { id: string; alt: string; picture: PromoPicture }

export const ownPicture = ({ id, alt, width, height, sources }: SentPicture): OwnPicture => ({
  id,
  alt,
  picture: { src: sources.jpeg, avif: sources.avif, webp: sources.webp, width, height, alt },
})

/** A page of pictures, newest first; `next` asks for the one after it. Throws a sentence. */
export async function listPictures(before: string | null): Promise<{ pictures: OwnPicture[]; next: string | null }> {
  const query = new URLSearchParams({ limit: "24", ...(before && { before }) })
  const answer = await fetch(`/api/v1/media?${query}`, { headers: { accept: "application/json" } })
  if (!answer.ok) throw new Error(await sentenceOf(answer.status, await answer.text()))
  const body = (await answer.json()) as { pictures: SentPicture[]; next: string | null }
  return { pictures: body.pictures.map(ownPicture), next: body.next }
}

/** The refusal's own words, else something one can act on. */
async function sentenceOf(status: number, body: string): Promise<string> {
  try {
    const { detail } = JSON.parse(body) as { detail?: string }
    if (detail) return detail
  } catch {
    // Not from our door: a proxy's page.
  }
  return status === 413 ? "This file is too large." : "Our side did not take it; try again in a moment."
}
