/** A stranger's blog: three posts about three works, each with the button in another form. */
import type { CopyFormKey } from "#components/embed/copy-forms.ts"

export const POST_KINDS = ["game", "film", "music"] as const
export type PostKind = (typeof POST_KINDS)[number]

export type Post = {
  kind: PostKind
  slug: string
  date: string
  title: string
  form: CopyFormKey
  /** Paragraphs before the button, and after it. `{name}` stands for the work's name. */
  before: readonly string[]
  after: readonly string[]
}

export const POSTS: readonly Post[] = [
  {
    kind: "game",
    slug: "the-game-i-lost-a-weekend-to",
    date: "14 November",
    title: "The game I lost a weekend to",
    form: "script",
    before: [
      "It rained from Friday evening until Monday, and I have no complaints, because somebody sent me {name} on Friday afternoon.",
      "It does one thing. You learn that thing in a minute, and then it spends six hours showing you that you had not learned it at all. There is no map and nothing to collect. My partner asked twice whether it was broken. It was not; I was just thinking.",
      "The demo is the real first part, not a video of it. If you finish that and feel nothing, keep your money.",
    ],
    after: [
      "I keep the demo on the little machine under my desk, so if you fetch it tonight, part of it may come from here. Say hello to the dust.",
    ],
  },
  {
    kind: "film",
    slug: "eleven-minutes",
    date: "2 November",
    title: "Eleven minutes well spent",
    form: "iframe",
    before: [
      "I watch a lot of short films and forget nearly all of them by the next morning. {name} I described to three people on the same day, badly, with my hands.",
      "It starts playing while it still arrives, which is the correct way for a film to behave.",
    ],
    after: ["It costs less than the coffee you will let go cold while watching it."],
  },
  {
    kind: "music",
    slug: "one-song",
    date: "20 October",
    title: "One song, on repeat, for the whole of October",
    form: "html",
    before: [
      "No essay this time. {name} is one song. I played it while repainting the kitchen and the kitchen is better for it.",
    ],
    after: ["The second verse is where it gets you."],
  },
]
