/** The list of files a release is announced with: which parts it needs, which paths and sizes are taken. */
import { checkFiles, type PartName, planParts, type ReleaseFile } from "../../peer-node/protocol/content.ts"
import { ProtocolError } from "../../peer-node/protocol/errors.ts"
import { AppError } from "../kernel/errors.ts"
import type { DemoTerms } from "./title-state.ts"

/** One upload per file: beyond this, pack them into an archive. */
export const MAX_RELEASE_FILES = 10_000
/** What ext4, APFS and NTFS take for one name. */
export const MAX_NAME_BYTES = 255
const VERSION = /^[0-9A-Za-z](?:[0-9A-Za-z.+_-]{0,30}[0-9A-Za-z])?$/

export type AnnouncedPart = { name: PartName; files: ReleaseFile[] }

/** Up to 32 letters, digits and . + _ - : it stands in a file name. Throws AppError `invalid_input` on `version`. */
export function checkVersion(version: string): string {
  if (!VERSION.test(version)) {
    throw new AppError("invalid_input", "A version is up to 32 letters, digits and . + _ - such as 1.0.2", {
      field: "version",
    })
  }
  return version
}

/**
 * The parts in their one order (trial, full), each path in NFC and safe on every system. Throws AppError
 * `invalid_input` or `too_large` on field `files`, naming the path.
 */
export function checkReleaseFiles(
  parts: readonly AnnouncedPart[],
  terms: { demoTerms: DemoTerms; limitBytes: number; open: boolean },
): AnnouncedPart[] {
  const ordered = (["trial", "full"] as const).flatMap((name) =>
    parts.filter((p) => p.name === name && p.files.length > 0),
  )
  const count = ordered.reduce((n, p) => n + p.files.length, 0)
  if (count > MAX_RELEASE_FILES) refuse(`A release has up to ${MAX_RELEASE_FILES} files; pack them into an archive.`)
  checkTerms(ordered, terms)
  const tidy = ordered.map((part) => ({ name: part.name, files: part.files.map(checkFile) }))
  const total = tidy.reduce((n, p) => n + p.files.reduce((m, f) => m + f.size, 0), 0)
  if (total > terms.limitBytes)
    throw new AppError("too_large", "The release is larger than this place takes.", { field: "files" })
  asAppError(() => {
    for (const part of tidy) checkFiles(part.files)
    planParts(tidy, terms.open ? { encryption: "none" } : {})
  })
  return tidy
}

function checkTerms(parts: readonly AnnouncedPart[], terms: { demoTerms: DemoTerms; open: boolean }): void {
  const names = parts.map((p) => p.name)
  if (names.filter((n) => n === "full").length !== 1) refuse("Add the files of the full part.")
  if (names.length > 2) refuse("Name each part once.")
  if (terms.demoTerms === "trial" && !names.includes("trial"))
    refuse("This title's demo opens a trial part: add its files.")
  if (terms.open && names.includes("trial")) refuse("An open title has one part: it is free as a whole.")
}

function checkFile(file: ReleaseFile): ReleaseFile {
  const path = file.path.normalize("NFC")
  if (!Number.isSafeInteger(file.size) || file.size < 0) refuse(`${path}: the size is not a whole number of bytes.`)
  if (path.split("/").some((name) => Buffer.byteLength(name) > MAX_NAME_BYTES))
    refuse(`${path.slice(0, 80)}…: a name has up to ${MAX_NAME_BYTES} bytes.`)
  return { path, size: file.size }
}

function asAppError(check: () => void): void {
  try {
    check()
  } catch (error) {
    if (error instanceof ProtocolError)
      throw new AppError(error.code === "too_large" ? "too_large" : "invalid_input", error.message, { field: "files" })
    throw error
  }
}

function refuse(detail: string): never {
  throw new AppError("invalid_input", detail, { field: "files" })
}
