"use client"
/** The three colours a fan chooses; what nobody could read is refused with its figure and the nearest that can be read. */
import { useId, useState } from "react"
import { type Colour, contrast, parseColour, TEXT_CONTRAST } from "#lib/pages/colour.ts"
import { paletteOf, type ThemeColours } from "#lib/pages/page-theme.ts"
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"
import { BOX } from "./labelled.tsx"

type ColourFieldsProps = { legend: string; colours: ThemeColours; onChange: (colours: ThemeColours) => void }

/** What was tried and cannot be taken; the page keeps what it had. */
type Refused = { name: keyof ThemeColours; tried: Colour; ratio: number; nearest: Colour } | null

export function ColourFields({ legend, colours, onChange }: ColourFieldsProps) {
  const t = useT()
  const [refused, setRefused] = useState<Refused>(null)
  function take(name: keyof ThemeColours, colour: Colour) {
    const wished = { ...colours, [name]: colour }
    const ratio = contrast(wished.ink, wished.paper)
    if (name !== "accent" && ratio < TEXT_CONTRAST)
      return setRefused({ name, tried: colour, ratio, nearest: paletteOf(wished).ink })
    setRefused(null)
    onChange(wished)
  }
  const ratio = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 1 })
  const accentAsText = paletteOf(colours).accentText
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-14 font-semibold">{legend}</legend>
      <ColourField label={t("Paper")} value={colours.paper} onChange={(colour) => take("paper", colour)} />
      <ColourField label={t("Ink")} value={colours.ink} onChange={(colour) => take("ink", colour)} />
      <ColourField label={t("Accent")} value={colours.accent} onChange={(colour) => take("accent", colour)} />
      <p className="text-12 text-muted">
        {t("Ink on paper: {ratio} to 1; at least {least} is needed.", {
          ratio: ratio.format(contrast(colours.ink, colours.paper)),
          least: ratio.format(TEXT_CONTRAST),
        })}
        {accentAsText !== colours.accent &&
          ` ${t("Where the accent is text, {colour} stands instead, which can be read.", { colour: accentAsText })}`}
      </p>
      {refused && (
        <div role="alert" className="grid justify-items-start gap-2 text-14 text-danger">
          <p>
            ▲{" "}
            {t("{colour} was not taken: ink on paper would stand at {ratio} to 1, and could not be read.", {
              colour: refused.tried,
              ratio: ratio.format(refused.ratio),
            })}
          </p>
          <Button
            size="small"
            onClick={() => {
              const { name, tried, nearest } = refused
              setRefused(null)
              onChange({ ...colours, ...(name === "paper" && { paper: tried }), ink: nearest })
            }}
          >
            {refused.name === "paper"
              ? t("Take it with the ink {colour}", { colour: refused.nearest })
              : t("Take {colour} instead", { colour: refused.nearest })}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

type ColourFieldProps = { label: string; value: Colour; onChange: (colour: Colour) => void }

/** The browser's own chooser, and the digits for those who know them. */
function ColourField({ label, value, onChange }: ColourFieldProps) {
  const t = useT()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && parseColour(typed) === null
  return (
    <div className="grid grid-cols-[1fr_auto_7.5rem] items-center gap-2">
      <label htmlFor={id} className="text-14">
        {label}
      </label>
      <input
        type="color"
        aria-label={t("{colour}: choose by eye", { colour: label })}
        value={value}
        onChange={(event) => onChange(parseColour(event.target.value) ?? value)}
        className="h-9 w-11 cursor-pointer rounded-input border border-edge bg-surface p-1"
      />
      <input
        id={id}
        value={typed ?? value}
        maxLength={7}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong || undefined}
        onChange={(event) => {
          setTyped(event.target.value)
          const colour = parseColour(event.target.value)
          if (colour) onChange(colour)
        }}
        onBlur={() => setTyped(null)}
        className={`${BOX} h-9 font-mono text-14`}
      />
    </div>
  )
}
