/** With which platform the node is paired, under which id and with which rights; kept in node.json. */
import * as z from "zod"
import { idField } from "../protocol/fields.ts"
import type { DataFolder } from "./data-folder.ts"
import { NodeError } from "./errors.ts"
import { readJsonFile, writeJson } from "./json-file.ts"

const PAIRING = z.object({
  /** "https://fanfare.example", no slash at its end. */
  origin: z.url().max(2048),
  nodeId: idField,
  name: z.string().min(1).max(64),
  /** The owner as the platform calls them. */
  owner: z.string().min(1).max(256),
  scope: z.array(z.enum(["carry", "library"])),
  /** Address and port given at pairing; later commands take them unless told otherwise. */
  bind: z.string().max(64).nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
})
export type Pairing = z.infer<typeof PAIRING>

export const findPairing = (folder: DataFolder): Pairing | null => readJsonFile(folder.pairing, PAIRING)

/** Throws `not_paired`. */
export function getPairing(folder: DataFolder): Pairing {
  const pairing = findPairing(folder)
  if (!pairing) throw new NodeError("not_paired")
  return pairing
}

export const savePairing = (folder: DataFolder, pairing: Pairing): void => writeJson(folder.pairing, pairing)

/** Scheme, host and port alone. Throws `usage` for anything that is not a web address. */
export function readOrigin(given: string): string {
  let url: URL
  try {
    url = new URL(given)
  } catch {
    throw new NodeError("usage", `"${given}" is not a web address; the platform's looks like https://fanfare.example`)
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new NodeError("usage", `"${given}" is neither http nor https`)
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname))
    throw new NodeError("usage", "a platform on another machine is reached by https only")
  return url.origin
}

export const isLoopbackHost = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host)
