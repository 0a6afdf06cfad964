/** Three fans' promo pages as they would have built them, each in a look and a voice of its own; Kofi's stays as it comes. */
import { makeBlock, makeDocument } from "#lib/pages/default-document.ts"
import type { Block } from "#lib/pages/page-blocks.ts"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { type PageTheme, THEME_PRESETS } from "#lib/pages/page-theme.ts"
import type { FanKey } from "./cast.ts"
import { FILM, GAME, SONG } from "./shelf.ts"

/** Of a title on the shelf: its id, and its gallery's pictures with the words that go with them. */
export type Shown = { titleId: string; stills: readonly { id: string; alt: string }[] }
export type Shelf = (slug: typeof GAME | typeof FILM | typeof SONG) => Shown

export const PAGES: Readonly<Partial<Record<FanKey, (shelf: Shelf, url: string) => PageDocument>>> = {
  noor: dampAttic,
  tomasz: nightBus,
  bea: smallScreens,
}

const pictures = ({ stills }: Shown, captions: readonly string[]) =>
  stills.slice(0, captions.length).map(({ id, alt }, i) => ({ picture: id, alt, caption: captions[i]! }))

/** A photocopied sheet on ruled manila paper. */
const ATTIC: PageTheme = {
  ...THEME_PRESETS.zine,
  light: { paper: "#f4e3b5", ink: "#16241c", accent: "#e8452c" },
  dark: { paper: "#16241c", ink: "#f4e3b5", accent: "#ff6a4d" },
  backdrop: "lines",
}

function dampAttic(shelf: Shelf, url: string): PageDocument {
  const [game, film, song] = [shelf(GAME), shelf(FILM), shelf(SONG)]
  const content: Block[] = [
    makeBlock("Hero", "hero", {
      heading: "The Damp Attic",
      words:
        "Three small things I would lend you if you came up the stairs. The roof leaks on the left, so sit on the right.",
      title: game.titleId,
      layout: "poster",
    }),
    makeBlock("Quote", "wim", {
      text: "I asked her how long it takes. Five nights, she said. I have a shop to open.",
      who: "Wim, bicycles, ground floor",
    }),
    makeBlock("Title", "film", {
      title: film.titleId,
      words: "I projected it over the damp patch. For eleven evenings nobody has mentioned the damp patch.",
      layout: "start",
    }),
    makeBlock("Title", "song", {
      title: song.titleId,
      words: "Shorter than my kettle. I have timed it, several times, to be sure.",
      layout: "end",
    }),
    makeBlock("Gallery", "nights", {
      heading: "Four of the five nights",
      layout: "strip",
      pictures: pictures(game, [
        "Night one. You will think it is easy.",
        "Night two, above the tin roofs.",
        "Night three took my Tuesday.",
        "Night five. Turn the sound up before you get here.",
      ]),
    }),
    makeBlock("DemoShelf", "shelf", {
      heading: "Borrow first",
      words: "The machine under my desk holds these. If you hear a fan while you download, that is it.",
    }),
    makeBlock("Text", "how", {
      width: "columns",
      text: "# How the attic pays its rent\n\nI write about what I finish, and I finish little. When you press a button here and buy, a part of the price is mine, and a little more when my machine carried your copy. It was never added to what you pay.\n\nNobody sends me things to like. If something here stops being good, it goes, and you can read why on the blog.",
    }),
    makeBlock("Supporters", "supporters", { heading: "Who keeps the lamp on" }),
    makeBlock("Links", "links", { links: [{ label: "Read the blog", url }], layout: "chips" }),
    makeBlock("Disclosure", "disclosure"),
  ]
  const description = "A game, a film and a song I would lend you, from a leaking attic above a bicycle shop."
  return makeDocument(ATTIC, content, { title: "The Damp Attic", description })
}

/** A dark window with an amber sign in it. */
function nightBus(shelf: Shelf, url: string): PageDocument {
  const [game, film, song] = [shelf(GAME), shelf(FILM), shelf(SONG)]
  const content: Block[] = [
    makeBlock("Hero", "hero", {
      heading: "Last bus, 00:40",
      words: "Forty minutes from the harbour to the depot. Night Bus Radio has something for every stop.",
      title: song.titleId,
      layout: "beside",
    }),
    makeBlock("Text", "timetable", {
      width: "wide",
      text: "# Tonight's route\n\n- `00:40` **Harbour.** *Paper Brass*, once, before the doors close.\n- `00:46` **Customs House.** *Harbour Lights*, with the lights of the real one going by.\n- `00:58` **Tin Bridge.** *Tin Comet*, the first night. It is free and it lasts exactly one traffic jam.\n- `01:20` **Depot.** Everybody off. The driver likes the song best.",
    }),
    makeBlock("TitleGrid", "titles", {
      heading: "On board",
      columns: "three",
      titles: [{ title: film.titleId }, { title: game.titleId }, { title: song.titleId }],
    }),
    makeBlock("Quote", "driver", {
      text: "Play the one with the little trumpet again. I will drive slower.",
      who: "The driver, line 9",
      align: "centre",
    }),
    makeBlock("Gallery", "window", {
      heading: "Seen from the back row",
      layout: "mosaic",
      pictures: [
        ...pictures(film, ["Customs House", "After the rain", "Last light before the bridge"]),
        ...pictures(game, ["Somebody's screen, row four", "The same screen, two stops later"]),
      ],
    }),
    makeBlock("DemoShelf", "shelf", {
      heading: "Ride free",
      words: "No ticket needed for these. Keep them on the phone for when the signal goes under the bridge.",
    }),
    makeBlock("Supporters", "supporters", {
      heading: "The night shift",
      words: "Machines that stay up so that yours can sleep.",
    }),
    makeBlock("Links", "links", { links: [{ label: "Programme notes", url }], layout: "rows" }),
    makeBlock("Disclosure", "disclosure"),
  ]
  const description = "A song, a film and a game that fit between the harbour and the depot."
  return makeDocument(THEME_PRESETS.lastBus, content, { title: "Night Bus Radio", description })
}

/** White walls, one serif, a lot of room. */
function smallScreens(shelf: Shelf, url: string): PageDocument {
  const [game, film, song] = [shelf(GAME), shelf(FILM), shelf(SONG)]
  const content: Block[] = [
    makeBlock("Hero", "hero", {
      heading: "Small Screens",
      words:
        "Short films and short games, one a week, watched to the end before I say a word about them. This week: light, water, and nothing else.",
      title: film.titleId,
      layout: "banner",
    }),
    makeBlock("Text", "essay", {
      text: "*Harbour Lights* has no people in it, and after two minutes you stop waiting for them. The lamps find a rhythm. An amber glow climbs on one side, crosses, and leaves on the other, and that is the whole plot.\n\nI have seen it on a telephone, on a laptop and once on a bedroom wall. The telephone was best. It is a film the size of a hand, and you hold it the way you would hold a match.",
    }),
    makeBlock("Gallery", "frames", {
      layout: "grid",
      pictures: pictures(film, ["0:20. The lamps are alone.", "1:05. Something warm arrives.", "2:10. It goes."]),
    }),
    makeBlock("Quote", "note", {
      text: "Nothing happens, and I would not want it to happen any faster.",
      who: "From my notebook, on the third viewing",
    }),
    makeBlock("Title", "game", {
      title: game.titleId,
      words:
        "Last week's. Five levels, each a night, each about as long as a short film. Played with two keys and a great deal of muttering.",
      layout: "wide",
    }),
    makeBlock("Title", "song", {
      title: song.titleId,
      words: "Not a screen at all, but its cover is the best thing I looked at in October.",
      layout: "start",
    }),
    makeBlock("DemoShelf", "shelf", {
      heading: "See for yourself",
      words: "Thirty days with each, and nothing to enter but an address.",
    }),
    makeBlock("Supporters", "supporters"),
    makeBlock("Links", "links", { links: [{ label: "Everything I have watched", url }], layout: "rows" }),
    makeBlock("Disclosure", "disclosure"),
  ]
  const description = "Short films and short games, one a week, watched to the end."
  return makeDocument(THEME_PRESETS.gallery, content, { title: "Small Screens", description })
}
