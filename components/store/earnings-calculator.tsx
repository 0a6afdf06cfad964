"use client"
/** What a fan earns from one month: price, how many come through them, how much of it their node carries. */
import { type ReactNode, useId, useState } from "react"
import { bpsOf, cents, centsToMicros, formatMicros, micros } from "#lib/kernel/money.ts"
import { Card } from "../ui/card.tsx"

type Rates = { referralBps: number; carriageBps: number }

export function EarningsCalculator({ rates }: { rates: Rates }) {
  const [dollars, setDollars] = useState(30)
  const [sales, setSales] = useState(1)
  const [carried, setCarried] = useState(100)
  const gross = micros(centsToMicros(cents(dollars * 100)) * BigInt(sales))
  const referral = bpsOf(gross, rates.referralBps)
  const pool = bpsOf(gross, rates.carriageBps)
  // Percent of the pool, in basis points: 100 % = 10 000.
  const carriage = bpsOf(pool, carried * 100)
  return (
    <Card as="section" className="grid gap-8 md:grid-cols-2" id="calculator">
      <div className="grid content-start gap-6">
        <h2 className="text-28">What you would earn</h2>
        <Slider
          label="Price of the title"
          min={1}
          max={100}
          value={dollars}
          onChange={setDollars}
          shown={`$${dollars}.00`}
        />
        <Slider
          label="Buyers who come through you"
          min={1}
          max={200}
          value={sales}
          onChange={setSales}
          shown={`${sales}`}
        />
        <Slider
          label="Of their downloads, your node carries"
          min={0}
          max={100}
          value={carried}
          onChange={setCarried}
          shown={`${carried} %`}
        />
      </div>
      <dl className="grid content-center gap-4" aria-live="polite">
        <Row tone="text-referral" label="Referral" value={formatMicros(referral)} />
        <Row tone="text-carriage" label="Carriage" value={formatMicros(carriage)} />
        <Row tone="text-ink" label="Together" value={formatMicros(micros(referral + carriage))} large />
      </dl>
    </Card>
  )
}

type SliderProps = {
  label: string
  min: number
  max: number
  value: number
  onChange: (n: number) => void
  shown: string
}

function Slider({ label, min, max, value, onChange, shown }: SliderProps) {
  const id = useId()
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="flex justify-between gap-4">
        <span>{label}</span>
        <output htmlFor={id} className="figures font-semibold">
          {shown}
        </output>
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        value={value}
        onChange={(e) => onChange(e.currentTarget.valueAsNumber)}
        className="accent-brass"
      />
    </div>
  )
}

function Row({ tone, label, value, large }: { tone: string; label: ReactNode; value: string; large?: boolean }) {
  return (
    <div className="flex items-baseline justify-between gap-6 border-b border-line pb-3">
      <dt>{label}</dt>
      <dd className={`figures font-display ${tone} ${large ? "text-48" : "text-28"}`}>{value}</dd>
    </div>
  )
}
