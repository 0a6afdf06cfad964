/** Licences on disk: kept encrypted as they came, opened with the device's key each time they are needed. */
import fs from "node:fs"
import path from "node:path"
import { ProtocolError } from "../protocol/errors.ts"
import { type Licence, openLicence } from "../protocol/licence.ts"
import type { NodeContext } from "./context.ts"
import type { DataFolder } from "./data-folder.ts"
import { NodeError } from "./errors.ts"
import { writeWhole } from "./json-file.ts"
import { PlatformUnreachable } from "./platform-errors.ts"

const fileOf = (folder: DataFolder, titleId: string): string => path.join(folder.licences, `${titleId}.jwe`)

export const saveLicence = (folder: DataFolder, titleId: string, jwe: string): void =>
  writeWhole(fileOf(folder, titleId), jwe)

/**
 * A licence for the title: a fresh one, or the one kept from before while the platform is away. Errors: of the platform
 * client and the protocol, `demo_over`.
 */
export async function obtainLicence(context: NodeContext, titleId: string): Promise<Licence> {
  try {
    const { licence } = await context.platform.licence(titleId, context.deviceKey.publicKey)
    saveLicence(context.folder, titleId, licence)
  } catch (error) {
    if (!(error instanceof PlatformUnreachable) || !fs.existsSync(fileOf(context.folder, titleId))) throw error
  }
  return readLicence(context, titleId)
}

async function readLicence(context: NodeContext, titleId: string): Promise<Licence> {
  const jwe = fs.readFileSync(fileOf(context.folder, titleId), "utf8")
  const nowSeconds = context.clock.nowSeconds()
  try {
    return await context.keys.check((keys) => openLicence(jwe, context.deviceKey, { keys, nowSeconds }))
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "expired") throw new NodeError("demo_over")
    throw error
  }
}

/** How a licence lets its title be used. A timed demo is never written anywhere as plaintext. */
export type Use = "owned" | "trial" | "timed"

export function useOf(licence: Licence): Use {
  if (licence.mode === "owned") return "owned"
  return licence.keys.full ? "timed" : "trial"
}
