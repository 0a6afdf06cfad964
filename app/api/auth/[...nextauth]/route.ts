/** next-auth's own addresses: links, providers' callbacks, and sign-in for callers without our forms. */
import type { NextRequest } from "next/server"
import NextAuth from "next-auth"
import { authOptions } from "#app/_server/auth-options.ts"
import { deps } from "#app/_server/deps.ts"

type Context = { params: Promise<{ nextauth: string[] }> }

const handle = (request: NextRequest, context: Context): Promise<Response> =>
  NextAuth(request, context, authOptions(deps()))

export { handle as GET, handle as POST }
