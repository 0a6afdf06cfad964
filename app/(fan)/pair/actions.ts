"use server"
/** Pairing a node: the owner approves or denies what the page showed. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { approveDevice, denyDevice } from "#lib/delivery/approve-device.ts"

const DECISION = z.object({
  code: z.string().max(32),
  decision: z.enum(["approve", "deny"]),
  scopes: z.array(z.enum(["carry", "library"])),
})

export const decide = action(async (form) => {
  const actor = await requireActor()
  const { code, decision, scopes } = parseForm(form, DECISION, ["scopes"])
  if (decision === "deny") {
    await denyDevice(deps(), code)
    return { done: (await words())("Denied. That node can do nothing on your account.") }
  }
  await approveDevice(deps(), { actor, userCode: code, scopes })
  redirect("/dashboard/nodes?paired=1")
})
