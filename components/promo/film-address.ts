/** Where a film can be played inside the page, for the hosts that have such a place; pressed first, loaded then. */

/** Whom the page's policy lets into a frame when it shows a film of theirs. */
export const FILM_FRAMES = {
  youtube: "https://www.youtube-nocookie.com",
  vimeo: "https://player.vimeo.com",
} as const

/** The frame's address, with its origin for the policy; null: the film opens as the link it is. */
export function filmFrame(url: string): { address: string; origin: string } | null {
  if (!URL.canParse(url)) return null
  const { hostname, pathname, searchParams } = new URL(url)
  const host = hostname.replace(/^(?:www|m)\./, "")
  const youtube =
    host === "youtu.be"
      ? pathname.slice(1)
      : host === "youtube.com"
        ? (searchParams.get("v") ?? /^\/(?:shorts|live|embed)\/([\w-]+)/.exec(pathname)?.[1])
        : null
  if (youtube && /^[\w-]{6,20}$/.test(youtube))
    return { address: `${FILM_FRAMES.youtube}/embed/${youtube}?autoplay=1&rel=0`, origin: FILM_FRAMES.youtube }
  const vimeo = host === "vimeo.com" ? /^\/(\d{5,12})/.exec(pathname)?.[1] : null
  return vimeo ? { address: `${FILM_FRAMES.vimeo}/video/${vimeo}?autoplay=1&dnt=1`, origin: FILM_FRAMES.vimeo } : null
}
