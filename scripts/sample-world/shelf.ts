/** The three works of our own, published as any publisher publishes: announced, uploaded, sealed, offered. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Actor } from "#lib/auth/actor.ts"
import { importUpload } from "#lib/catalog/accept-upload.ts"
import { createRelease } from "#lib/catalog/create-release.ts"
import { createTitle } from "#lib/catalog/create-title.ts"
import { addToGallery } from "#lib/catalog/edit-gallery.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { findRelease, findTitleBySlug, listReleases } from "#lib/catalog/queries.ts"
import { requestPublish } from "#lib/catalog/request-publish.ts"
import { setCover } from "#lib/catalog/set-cover.ts"
import type { TitleWords } from "#lib/catalog/title.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { acceptPicture } from "#lib/media/accept-picture.ts"
import { approveTitle } from "#lib/operate/approve-title.ts"
import { COMET_THEMES, renderWav } from "../../sandbox/works/synth.ts"
import { OPERATOR, PUBLISHER } from "./cast.ts"
import { actorOf, until, type World } from "./world.ts"

const WORKS = join(import.meta.dirname, "..", "..", "sandbox", "works")
const VERSION = "1.0"
/** Three themes of 45 s in 16-bit stereo: 3 x 45 x 44 100 x 4 bytes = 23.8 MB, long enough to watch it arrive. */
const SOUNDTRACK_SECONDS = 45
const THEME_BEATS = 8
const THEME_BPM = 132

/** Where a file of the release lies, or its bytes. */
type Source = { path: string; from: string } | { path: string; bytes: () => Uint8Array }
type Work = TitleWords & {
  slug: string
  folder: string
  parts: { trial: Source[]; full: Source[] }
  /** What each `still-N.webp` of its gallery shows. */
  stills: string[]
}

const inFolder = (folder: string, name: string, path = name): Source => ({ path, from: join(WORKS, folder, name) })

const game = (prefix: string, levels: string): Source[] => [
  inFolder("tin-comet", "index.html", `${prefix}index.html`),
  inFolder("tin-comet", "comet.js", `${prefix}comet.js`),
  inFolder("tin-comet", levels, `${prefix}levels.js`),
]

const soundtrack = (): Source[] =>
  COMET_THEMES.map((theme, i) => ({
    path: `soundtrack/night-${i + 1}.wav`,
    bytes: () => renderWav(theme, THEME_BEATS, THEME_BPM, SOUNDTRACK_SECONDS),
  }))

export const GAME = "tin-comet"
export const FILM = "harbour-lights"
export const SONG = "paper-brass"

const SHELF: readonly Work[] = [
  {
    slug: SONG,
    folder: SONG,
    name: "Paper Brass",
    tagline: "One song for a small brass band and a large sheet of paper",
    description: "Recorded in one evening. The band is made of paper, the evening was real.",
    kind: "music",
    priceCents: cents(99),
    demoTerms: "none",
    parts: { trial: [], full: [inFolder(SONG, "paper-brass.mp3")] },
    stills: [
      "A folded paper horn on coral",
      "Four paper horns, two of them coloured",
      "Five sheets, folded smaller and smaller",
    ],
  },
  {
    slug: FILM,
    folder: FILM,
    name: "Harbour Lights",
    tagline: "A short film of light on water",
    description: "Nothing happens, slowly, in a harbour at night. It plays while it arrives.",
    kind: "film",
    priceCents: cents(199),
    demoTerms: "timed",
    parts: { trial: [], full: [inFolder(FILM, "harbour-lights.webm")] },
    stills: [
      "Lamps over dark water, an amber glow below",
      "The glow has climbed to the left",
      "The glow leaves to the right",
    ],
  },
  {
    slug: GAME,
    folder: GAME,
    name: "Tin Comet",
    tagline: "Catch the brass, miss the rain, five nights long",
    description:
      "You steer a tin comet over a harbour town. Catch the brass, miss the rain.\n\nThe demo is the first of five nights. The full game has all five and the soundtrack.",
    kind: "game",
    priceCents: cents(3_000),
    demoTerms: "trial",
    parts: { trial: game("", "levels-trial.js"), full: [...game("full/", "levels-full.js"), ...soundtrack()] },
    stills: [
      "First night: the comet over the harbour",
      "Second night: above the tin roofs",
      "Third night: rain in the crosswind",
      "Fifth night: a brass moon, the band is waiting",
    ],
  },
]

export async function makeShelf(world: World): Promise<void> {
  const actor = await actorOf(world, PUBLISHER.email)
  const scratch = await mkdtemp(join(tmpdir(), "fanfare-works-"))
  try {
    for (const work of SHELF) await announce(world, actor, work, scratch)
    for (const work of SHELF) await offer(world, actor, work)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Title, release and uploads; the job loop begins to publish. */
async function announce(world: World, actor: Actor, work: Work, scratch: string): Promise<void> {
  const { deps } = world
  const { parts, folder, stills, ...words } = work
  const known = await findTitleBySlug(deps.db, work.slug)
  if (known?.state === "published") return
  const { id: titleId } = known ?? { id: (await createTitle(deps, { ...words, actor })).titleId }
  await setCover(deps, { actor, title: titleId, bytes: await readFile(join(WORKS, folder, "cover.jpg")) })
  for (const [i, alt] of stills.entries()) {
    const bytes = await readFile(join(WORKS, folder, `still-${i + 1}.webp`))
    const { id: pictureId } = await acceptPicture(deps, { actor, bytes, purpose: "gallery", alt })
    await addToGallery(deps, { actor, title: titleId, pictureId, alt })
  }
  const files = { trial: await onDisk(parts.trial, scratch), full: await onDisk(parts.full, scratch) }
  const announced = await createRelease(deps, {
    actor,
    titleId,
    version: VERSION,
    parts: (["trial", "full"] as const).map((name) => ({
      name,
      files: files[name].map(({ path, size }) => ({ path, size })),
    })),
  })
  for (const file of announced.files) {
    const from = files[file.part].find((f) => f.path === file.path)!.from
    if (!file.received) await importUpload(deps, { actor, uploadId: file.uploadId, fromPath: from })
  }
  await requestPublish(deps, { actor, releaseId: announced.releaseId })
}

async function onDisk(sources: readonly Source[], scratch: string) {
  const files: { path: string; from: string; size: number }[] = []
  for (const source of sources) {
    const bytes = "from" in source ? await readFile(source.from) : source.bytes()
    const from = "from" in source ? source.from : join(scratch, source.path.replaceAll("/", "-"))
    if (!("from" in source)) await writeFile(from, bytes)
    files.push({ path: source.path, from, size: bytes.length })
  }
  return files
}

async function offer(world: World, actor: Actor, work: Work): Promise<void> {
  const { deps } = world
  const title = await findTitleBySlug(deps.db, work.slug)
  if (title!.state === "published") return
  const { releaseId } = await releaseOf(world, title!.id)
  await until(`publishing ${work.name}`, async () => (await findRelease(deps.db, releaseId))?.state === "published")
  const { state } = await publishTitle(deps, { actor, titleId: title!.id })
  if (state === "published") return
  const operator = await actorOf(world, OPERATOR.email)
  const reason = "Looked at: our own work, played to the end."
  await approveTitle(deps, { actor: operator, titleId: title!.id, seen: null, reason })
}

async function releaseOf({ deps }: World, titleId: Id<"title">) {
  const [release] = await listReleases(deps.db, titleId)
  if (!release) throw new Error("a title of the sample shelf has no release")
  return { releaseId: release.id }
}
