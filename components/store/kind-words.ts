/** What the kinds of works are called: one of them, several, and by whom. */
import type { TitleKind } from "#lib/catalog/title-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"

/** "Games": the name of a shelf. */
export const shelfWord = (t: Translate, kind: TitleKind): string =>
  ({ game: t("Games"), film: t("Films"), music: t("Music"), assets: t("Asset packs") })[kind]

/** "A game by Lantern House". */
export const madeBy = (t: Translate, kind: TitleKind, name: string): string =>
  ({
    game: t("A game by {name}", { name }),
    film: t("A film by {name}", { name }),
    music: t("Music by {name}", { name }),
    assets: t("An asset pack by {name}", { name }),
  })[kind]
