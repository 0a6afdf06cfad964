/** State machines are one table `event -> {from, to}`; the table feeds the type, the check constraint and the guard. */
export type Transitions<S extends string> = Readonly<Record<string, { readonly from: readonly S[]; readonly to: S }>>

type Step = "apply" | "repeat" | "conflict"

/** What an event means in a state: apply it, a no-op because it was applied before, or a conflict. */
export function step<S extends string, T extends Transitions<S>>(table: T, event: keyof T & string, state: S): Step {
  const t = table[event]!
  if (t.from.includes(state)) return "apply"
  return t.to === state ? "repeat" : "conflict"
}
