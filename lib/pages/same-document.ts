/** Whether two documents say the same, whatever order their keys have: jsonb and browsers each keep their own. */

export function sameDocument(a: unknown, b: unknown): boolean {
  return a === b || ordered(a) === ordered(b)
}

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    v && typeof v === "object" && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )
