/**
 * Reads a module's imports out of its text. The compiler's own pre-processor is no longer a part of TypeScript 7, and the
 * house's formatter keeps imports and re-exports at the start of a line, so that a small scanner sees them all.
 */

export type FoundImport = { specifier: string; typeOnly: boolean }

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?["']([^"'\n]+)["']/gm
/** `import(…)`, `new URL("./x.ts", import.meta.url)` of workers and children included: they are run, too. */
const DYNAMIC = /\bimport\(\s*["']([^"'\n]+)["']\s*\)|new URL\(\s*["'](\.[^"'\n]+\.tsx?)["']/g
const COMMENTS = /\/\*[\s\S]*?\*\//g

/** Every module a source text names; an import of which all names are types counts as type only. */
export function importsOf(source: string): FoundImport[] {
  const text = source.replace(COMMENTS, "")
  const fixed = [...text.matchAll(STATEMENT)].map(([, type, names, specifier]) => ({
    specifier: specifier!,
    typeOnly: type !== undefined || isAllTypes(names),
  }))
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, imported, url]) => ({
    specifier: (imported ?? url)!,
    typeOnly: false,
  }))
  return [...fixed, ...dynamic]
}

/** `{ type A, type B }` brings in nothing that runs. */
function isAllTypes(names: string | undefined): boolean {
  const inner = /^\{([^}]*)\}$/.exec(names?.trim() ?? "")?.[1]
  if (inner === undefined) return false
  const parts = inner.split(",").map((part) => part.trim())
  return parts.filter(Boolean).every((part) => part.startsWith("type "))
}
