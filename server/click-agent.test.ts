import { describe, expect, it } from "vitest"
import { clickDevice, readAgent } from "./click-agent.ts"

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
const PHONE =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
const ANDROID_TABLET =
  "Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1"
const IPAD =
  "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1 Mobile/15E148 Safari/604.1"

describe("who shows a card of a link to people", () => {
  it.each([
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Twitterbot/1.0",
    "WhatsApp/2.24.20.85 A",
    "TelegramBot (like TwitterBot)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "http.rb/5.2.0 (Mastodon/4.3.1; +https://mastodon.social/)",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "WordPress/6.7; https://blog.example",
  ])("%s", (agent) => {
    expect(readAgent(agent)).toEqual({ robot: "preview", device: null })
  })

  it.each([
    // The applications' own browsers hold people.
    `${IPHONE} [FBAN/FBIOS;FBAV/500.0]`,
    `${PHONE} [Pinterest/Android]`,
    `${IPHONE} Line/14.1`,
    `${PHONE} Instagram 300.0`,
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 Snapchat/13.0",
  ])("not the person reading in %s", (agent) => {
    expect(readAgent(agent).robot).toBeNull()
  })

  it.each(["Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/8.5.0", "python-requests/2.32"])(
    "%s is a robot that shows nobody anything",
    (agent) => {
      expect(readAgent(agent)).toEqual({ robot: "bot", device: null })
    },
  )
})

describe("the device", () => {
  it.each([
    [CHROME, undefined, "desktop"],
    [CHROME, "?0", "desktop"],
    // A phone that asks for the desktop's pages says so in its name, not in the hint.
    [CHROME, "?1", "mobile"],
    [PHONE, "?1", "mobile"],
    [IPHONE, undefined, "mobile"],
    [ANDROID_TABLET, "?0", "tablet"],
    [IPAD, undefined, "tablet"],
    ["Something/1.0 nobody knows", undefined, null],
    ["Mozilla/5.0 (Something) Gecko/20100101", "?0", "desktop"],
    ["Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 SamsungBrowser/6.0 TV Safari/537.36", "?0", null],
    ["Googlebot/2.1", "?1", null],
    ["", "?1", null],
  ])("of %s with %s is %s", (agent, hint, device) => {
    expect(clickDevice({ "user-agent": agent, ...(hint ? { "sec-ch-ua-mobile": hint } : {}) })).toBe(device)
  })

  it("is read from names of any length without keeping them whole", () => {
    expect(clickDevice({ "user-agent": `${CHROME} ${"x".repeat(15_000)}` })).toBe("desktop")
  })
})
