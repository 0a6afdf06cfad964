/** A small synthesiser of our own: brass-like notes from a score, written as 16-bit stereo WAV; the same bytes every time. */

export type Note = { atBeats: number; beats: number; midi: number; gain: number }

const RATE = 44_100
const HEADER_BYTES = 44

/** A WAV file of `seconds`, looping `notes` (a phrase of `phraseBeats`) at `bpm`. */
export function renderWav(notes: readonly Note[], phraseBeats: number, bpm: number, seconds: number): Uint8Array {
  const frames = Math.floor(seconds * RATE)
  const phrase = renderPhrase(notes, phraseBeats, bpm)
  const out = new DataView(new ArrayBuffer(HEADER_BYTES + frames * 4))
  writeHeader(out, frames)
  for (let i = 0; i < frames; i++) {
    const turn = Math.floor(i / phrase.length)
    // Each turn through the phrase is a little softer or louder, and pans, so that it does not tire the ear.
    const swell = 0.75 + 0.25 * Math.sin(turn * 1.7)
    const pan = 0.5 + 0.3 * Math.sin(i / RATE / 3)
    const sample = phrase[i % phrase.length]! * swell * fade(i, frames)
    out.setInt16(HEADER_BYTES + i * 4, Math.round(sample * 26_000 * (1.2 - pan)), true)
    out.setInt16(HEADER_BYTES + i * 4 + 2, Math.round(sample * 26_000 * (0.2 + pan)), true)
  }
  return new Uint8Array(out.buffer)
}

const fade = (i: number, frames: number): number => Math.min(1, i / RATE, (frames - i) / (2 * RATE))

function renderPhrase(notes: readonly Note[], phraseBeats: number, bpm: number): Float32Array {
  const perBeat = (RATE * 60) / bpm
  const phrase = new Float32Array(Math.floor(phraseBeats * perBeat))
  for (const note of notes) addNote(phrase, note, perBeat)
  let peak = 1e-9
  for (const s of phrase) peak = Math.max(peak, Math.abs(s))
  return phrase.map((s) => s / peak)
}

function addNote(phrase: Float32Array, note: Note, perBeat: number): void {
  const from = Math.floor(note.atBeats * perBeat)
  const length = Math.floor(note.beats * perBeat)
  const hz = 440 * 2 ** ((note.midi - 69) / 12)
  for (let i = 0; i < length; i++) {
    const t = i / RATE
    const envelope = Math.min(1, i / 900) * Math.min(1, (length - i) / 2_500)
    const bright = 0.35 + 0.65 * Math.min(1, t * 6) * Math.exp(-t * 1.4)
    let sample = 0
    for (let k = 1; k <= 6; k++)
      sample += (Math.sin(2 * Math.PI * hz * k * t + 0.002 * k * Math.sin(31 * t)) / k) * bright ** (k - 1)
    phrase[(from + i) % phrase.length]! += sample * envelope * note.gain
  }
}

function writeHeader(out: DataView, frames: number): void {
  const text = (at: number, s: string) => {
    for (let i = 0; i < s.length; i++) out.setUint8(at + i, s.charCodeAt(i))
  }
  text(0, "RIFF")
  out.setUint32(4, 36 + frames * 4, true)
  text(8, "WAVEfmt ")
  out.setUint32(16, 16, true)
  out.setUint16(20, 1, true)
  out.setUint16(22, 2, true)
  out.setUint32(24, RATE, true)
  out.setUint32(28, RATE * 4, true)
  out.setUint16(32, 4, true)
  out.setUint16(34, 16, true)
  text(36, "data")
  out.setUint32(40, frames * 4, true)
}

const tune = (from: number, steps: readonly (readonly [beats: number, midi: number])[]): Note[] => {
  let at = from
  return steps.map(([beats, midi]) => {
    const note = { atBeats: at, beats: beats * 0.96, midi, gain: 1 }
    at += beats
    return note
  })
}

/** The game's soundtrack: three moods in E flat. */
export const COMET_THEMES: readonly (readonly Note[])[] = [
  tune(0, [
    [0.5, 63],
    [0.5, 67],
    [0.5, 70],
    [0.5, 75],
    [1, 74],
    [1, 70],
    [0.5, 68],
    [0.5, 72],
    [0.5, 75],
    [0.5, 80],
    [2, 79],
  ]),
  tune(0, [
    [1, 58],
    [1, 63],
    [1, 65],
    [1, 66],
    [2, 70],
    [2, 68],
  ]),
  tune(0, [
    [0.25, 75],
    [0.25, 74],
    [0.25, 72],
    [0.25, 70],
    [0.5, 67],
    [0.5, 70],
    [1, 72],
    [1, 63],
    [2, 67],
    [2, 70],
  ]),
]
