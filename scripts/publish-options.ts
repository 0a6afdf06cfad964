/** The command line of the publisher: its options, their meaning and their refusals. */
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"

export const HELP = `Publish a title from the command line. Run it again after anything went wrong: it goes on where it was.

  node scripts/publish.ts --slug SLUG --version VERSION --full DIR [--trial DIR] [more]

The release
  --slug SLUG          the title's address; a title that is not there yet is made from the options below
  --version VERSION    such as 1.0.2; a version can be published once
  --full DIR           the folder of the full part (or a single file)
  --trial DIR          the folder of the trial part, which the demo opens
  --open               unencrypted, for free titles: any BitTorrent client can take it; earns no carriage

The title (only used when it is made)
  --title NAME         its name
  --kind KIND          game, film, music or assets
  --price DOLLARS      such as 30.00; 0 is free
  --demo TERMS         trial (the trial part), timed (all of it, for the demo's days) or none
  --tagline WORDS      one line
  --description WORDS  or --description-file FILE
  --cover FILE         PNG, JPEG, WebP or AVIF, up to 20 MB (also replaces the cover of a title that is there)
  --draft              do not put the title on offer at the end

Where and who
  --url URL            the platform (http://localhost:3000, or FANFARE_URL)
  --key KEY            a publish key from the page Publish, Keys (or FANFARE_PUBLISH_KEY, which keeps it out of \`ps\`)
  --json               one JSON object per line instead of words
  --help               this text
`

export class UsageError extends Error {}

export type PublishOptions = {
  slug: string
  version: string
  full: string
  trial: string | null
  open: boolean
  title: string | null
  kind: string
  priceCents: string
  demo: string
  tagline: string
  description: string
  cover: string | null
  draft: boolean
  url: string
  key: string
  json: boolean
}

const text = { type: "string" } as const
const flag = { type: "boolean", default: false } as const
const OPTIONS = {
  ...{ slug: text, version: text, full: text, trial: text, title: text, kind: text, price: text, demo: text },
  ...{ tagline: text, description: text, "description-file": text, cover: text, url: text, key: text },
  ...{ open: flag, draft: flag, json: flag, help: flag },
} as const

/** Throws UsageError with a sentence that says what to add; null when only the help was asked for. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): PublishOptions | null {
  const v = parse(argv)
  if (v.help) return null
  const need = (value: string | undefined, name: string) => {
    if (!value) throw new UsageError(`${name} is missing; --help lists every option`)
    return value
  }
  return {
    slug: need(v.slug, "--slug"),
    version: need(v.version, "--version"),
    full: need(v.full, "--full"),
    trial: v.trial ?? null,
    title: v.title ?? null,
    kind: v.kind ?? "game",
    priceCents: toCents(v.price ?? "0"),
    demo: v.demo ?? (v.trial ? "trial" : "none"),
    tagline: v.tagline ?? "",
    description: v["description-file"] ? readFileSync(v["description-file"], "utf8") : (v.description ?? ""),
    cover: v.cover ?? null,
    url: (v.url ?? env.FANFARE_URL ?? "http://localhost:3000").replace(/\/+$/, ""),
    key: need(v.key ?? env.FANFARE_PUBLISH_KEY, "--key (or FANFARE_PUBLISH_KEY)"),
    ...{ open: v.open, draft: v.draft, json: v.json },
  }
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function toCents(price: string): string {
  const match = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(price)
  if (!match) throw new UsageError(`--price ${price}: write dollars such as 30.00`)
  return String(BigInt(match[1]!) * 100n + BigInt((match[2] ?? "").padEnd(2, "0")))
}
