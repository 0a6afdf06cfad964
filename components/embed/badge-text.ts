/** How wide a line of text will be before any browser has drawn it: badges need their width in the snippet. */

/** Advances in thousandths of the size, of the widest half-bold face a system has for its own (DejaVu Sans); others leave air. */
const NARROW = /[ijl.,:;!|'’`·()[\]{}\s]/u
const SLIM = /[frtI1"*-]/u
const WIDE = /[mwMWQO@%&—…]/u
const CAPITAL = /\p{Lu}/u
/** Signs of East Asia and pictures fill a square. */
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u

function advance(letter: string): number {
  if (NARROW.test(letter)) return 360
  if (SLIM.test(letter)) return 500
  if (SQUARE.test(letter)) return 1_050
  if (WIDE.test(letter)) return 1_020
  return CAPITAL.test(letter) ? 790 : 680
}

/** Whole pixels at this size. */
export const textWidthPx = (text: string, sizePx: number): number =>
  Math.ceil([...text].reduce((sum, letter) => sum + advance(letter), 0) * (sizePx / 1_000))

/** A name in one line, as much of it as fits between the words around it; at least three letters and what stands for the rest. */
export function fitName(text: string, fits: (name: string) => boolean): string {
  const letters = [...text.replace(/\s+/g, " ").trim()]
  const whole = letters.join("")
  if (letters.length <= LETTERS_TRIED && fits(whole)) return whole
  for (let kept = Math.min(letters.length - 1, LETTERS_TRIED); kept > 3; kept--) {
    const cut = `${letters.slice(0, kept).join("").trimEnd()}…`
    if (fits(cut)) return cut
  }
  return `${letters.slice(0, 3).join("").trimEnd()}…`
}

/** No badge holds more, however narrow its letters are. */
const LETTERS_TRIED = 60
