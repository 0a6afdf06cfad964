/** The time zone this browser's reader chose to see days in; a choice of the look, not of the account. */
import "server-only"
import { cookies } from "next/headers"
import { parseZone } from "#lib/kernel/zoned-day.ts"
import { deps } from "./deps.ts"

const ZONE_COOKIE = "ff_zone"
const KEPT_SECONDS = 400 * 24 * 60 * 60

/** Null when none was chosen, or one that no longer exists. */
export const keptZone = async (): Promise<string | null> => parseZone((await cookies()).get(ZONE_COOKIE)?.value)

/** Only in server actions and route handlers. */
export async function keepZone(zone: string): Promise<void> {
  const secure = deps().config.publicUrl.startsWith("https://")
  const look = { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: KEPT_SECONDS } as const
  ;(await cookies()).set(ZONE_COOKIE, zone, look)
}
