/** Finding by a few letters: "dal" finds "Damp Attic, links". Letters must come in order; beginnings of words and runs count more. */
export type Match = { score: number; at: readonly number[] }

/** Nobody types more to find something. */
export const MAX_QUERY_CHARS = 60
const MAX_TEXT_CHARS = 200

const START_OF_TEXT = 12
const START_OF_WORD = 8
const RUN = 5
const EACH = 1

/** Null when a letter is missing. `at`: places in `text` that matched, ascending. An empty query matches everything alike. */
export function fuzzyMatch(query: string, text: string): Match | null {
  const wanted = letters(query.slice(0, MAX_QUERY_CHARS)).filter((letter) => letter !== " ")
  const given = letters(text.slice(0, MAX_TEXT_CHARS))
  if (wanted.length === 0) return { score: 0, at: [] }
  // The first "a" is often not the one that was meant: each word may be where it begins.
  const first = given.indexOf(wanted[0]!)
  const begins = given.flatMap((letter, i) =>
    letter === wanted[0] && (i === first || beginsWord(given, i)) ? [i] : [],
  )
  const matches = begins.map((from) => matchFrom(wanted, given, from, placeOf))
  // Leaping to beginnings of words can leap over what follows; letter after letter cannot.
  const plain = matchFrom(wanted, given, first, (letter, _, next) => given.indexOf(letter, next))
  return [...matches, plain].reduce((best, one) => (one && (!best || one.score > best.score) ? one : best), null)
}

type NextPlace = (letter: string, given: readonly string[], next: number, before: number | undefined) => number

function matchFrom(
  wanted: readonly string[],
  given: readonly string[],
  from: number,
  nextPlace: NextPlace,
): Match | null {
  if (from < 0) return null
  const at: number[] = []
  let score = 0
  let next = from
  for (const letter of wanted) {
    const place = nextPlace(letter, given, next, at.at(-1))
    if (place < 0) return null
    score += EACH + bonus(given, place, at.at(-1))
    at.push(place)
    next = place + 1
  }
  // Of two equal matches the shorter text says it more exactly.
  return { score: score - given.length / 100, at }
}

/** The next letter of a run, else one that begins a word, else the first there is. */
function placeOf(letter: string, given: readonly string[], next: number, before: number | undefined): number {
  if (before !== undefined && given[next] === letter) return next
  if (before === undefined) return given.indexOf(letter, next)
  for (let i = next; i < given.length; i++) if (given[i] === letter && beginsWord(given, i)) return i
  return given.indexOf(letter, next)
}

const beginsWord = (given: readonly string[], place: number): boolean =>
  place === 0 || /[^\p{L}\p{N}]/u.test(given[place - 1]!)

function bonus(given: readonly string[], place: number, before: number | undefined): number {
  if (place === 0) return START_OF_TEXT
  if (before === place - 1) return RUN
  return beginsWord(given, place) ? START_OF_WORD : 0
}

/** One entry per UTF-16 unit, so that places stay places of the text; without case and marks. */
const letters = (text: string): string[] =>
  Array.from({ length: text.length }, (_, i) => text[i]!.normalize("NFKD")[0]!.toLowerCase())

/** The best first; equals keep their order. Things whose words do not match are left out. */
export function fuzzySort<T>(
  query: string,
  things: readonly T[],
  wordsOf: (thing: T) => string,
): { thing: T; at: readonly number[] }[] {
  return things
    .flatMap((thing) => {
      const match = fuzzyMatch(query, wordsOf(thing))
      return match ? [{ thing, ...match }] : []
    })
    .sort((a, b) => b.score - a.score)
}
