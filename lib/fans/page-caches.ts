/** What a web process keeps in memory about titles and links, and must forget when they are changed. */
import type { Id } from "#lib/kernel/ids.ts"

/** Tells this process only; others see the change when what they keep runs out, within five seconds. */
export interface PageCaches {
  titleChanged(titleId: Id<"title">): Promise<void>
  ownerChanged(userId: Id<"user">): Promise<void>
  linkChanged(linkId: Id<"link">): Promise<void>
}

/** For processes that keep nothing: the origin, scripts, tests of use cases. */
export const NO_CACHES: PageCaches = {
  titleChanged: async () => {},
  ownerChanged: async () => {},
  linkChanged: async () => {},
}
