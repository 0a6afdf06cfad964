/** What a program says of itself, as far as a click needs it: robot, maker of link cards, kind of device. Never kept as such. */
import type { IncomingHttpHeaders } from "node:http"
import { isbot } from "isbot"
import type { ClickDevice } from "#lib/attribution/click.ts"

/** Longer names are cut; browsers' have about 120 characters. */
export const AGENT_LIMIT = 1_000
/** Of at most 1 000 characters each: 2 MB at worst. */
const AGENTS_REMEMBERED = 2_000

/**
 * Programs that fetch a link to show people its card. In-app browsers of the same makers are people: hence the anchors
 * and the robots' own names.
 */
const PREVIEW = new RegExp(
  [
    "facebookexternalhit|facebookcatalog|Facebot|meta-externalfetcher",
    "Twitterbot|Slackbot|Slack-ImgProxy|Discordbot|TelegramBot|LinkedInBot|redditbot|Pinterestbot|^Pinterest/0",
    "^WhatsApp/|^Viber/|SkypeUriPreview|MicrosoftPreview|BingPreview|TeamsBot|^Signal/|line-poker|kakaotalk-scrap",
    "vkShare|OdklBot|Tumblr/|Snap URL Preview|Bluesky Cardyb|Mastodon/|Pleroma|Misskey|Lemmy/|http\\.rb/",
    "Embedly|Iframely|Rocket\\.Chat|Mattermost|Nextcloud Server|Synapse|matrix-media|ZoomBot|NotionEmbedder|Google-PageRenderer",
    "Chat-Bot-Link-Preview|linkpreview|link preview|WordPress/\\d",
  ].join("|"),
  "i",
)

/** Television sets and consoles are neither of the three. */
const NEITHER = /\bTV\b|SmartTV|AppleTV|BRAVIA|GoogleTV|CrKey|Roku|Xbox|PlayStation|Nintendo/i
const TABLET = /iPad|Tablet|PlayBook|Kindle|\bSilk\/(?!.*Mobile)|Android(?!.*Mobile)/i
const MOBILE = /iPhone|iPod|Mobile|Mobi\b|Windows Phone|Opera Mini|BlackBerry/i
const DESKTOP = /Windows NT|Macintosh|X11|CrOS|Linux/i

type AgentFacts = { robot: "bot" | "preview" | null; device: ClickDevice | null }

const agents = new Map<string, AgentFacts>()

/** What the name tells. isbot's long pattern costs more than the rest of a click, and browsers' names repeat. */
export function readAgent(raw: string): AgentFacts {
  const agent = raw.slice(0, AGENT_LIMIT)
  const known = agents.get(agent)
  if (known) return known
  if (agents.size >= AGENTS_REMEMBERED) agents.clear()
  const robot = PREVIEW.test(agent) ? "preview" : isbot(agent) ? "bot" : null
  const facts: AgentFacts = { robot, device: robot ? null : deviceOfName(agent) }
  agents.set(agent, facts)
  return facts
}

function deviceOfName(agent: string): ClickDevice | null {
  if (NEITHER.test(agent)) return null
  if (TABLET.test(agent)) return "tablet"
  if (MOBILE.test(agent)) return "mobile"
  return DESKTOP.test(agent) ? "desktop" : null
}

/** The kind of device, coarse; the browser's own hint decides where its name is vague. Null for robots and the unknown. */
export function clickDevice(headers: IncomingHttpHeaders): ClickDevice | null {
  const agent = headers["user-agent"]
  if (!agent) return null
  const { robot, device } = readAgent(agent)
  if (robot !== null || device === "tablet") return device
  const hint = headers["sec-ch-ua-mobile"]
  if (hint === "?1") return "mobile"
  return device ?? (hint === "?0" && !NEITHER.test(agent) ? "desktop" : null)
}
