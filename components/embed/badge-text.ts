/** How wide a line of text will be before any browser has drawn it: badges need their width in the snippet. */

/** Longer names are cut: the badge must fit a line of text on a phone. */
const NAME_LIMIT = 26
/** Advances of a half-bold system face in thousandths of its size, measured on Arial, Segoe UI and San Francisco, rounded up. */
const NARROW = /[ijl.,:;!|'’`·()[\]{}\s]/u
const SLIM = /[frtI1"*-]/u
const WIDE = /[mwMWQO@%&—…]/u
const CAPITAL = /\p{Lu}/u
/** Signs of East Asia and pictures fill a square. */
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u

function advance(letter: string): number {
  if (NARROW.test(letter)) return 310
  if (SLIM.test(letter)) return 420
  if (SQUARE.test(letter)) return 1_050
  if (WIDE.test(letter)) return 900
  return CAPITAL.test(letter) ? 710 : 590
}

/** Whole pixels at this size. */
export const textWidthPx = (text: string, sizePx: number): number =>
  Math.ceil([...text].reduce((sum, letter) => sum + advance(letter), 0) * (sizePx / 1_000))

/** A name in one line, cut to what fits a badge. */
export function clipName(text: string, limit = NAME_LIMIT): string {
  const letters = [...text.replace(/\s+/g, " ").trim()]
  if (letters.length <= limit) return letters.join("")
  return `${letters
    .slice(0, limit - 1)
    .join("")
    .trimEnd()}…`
}
