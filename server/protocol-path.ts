/** `/protocol`: the protocol as it stands in the tree this server runs from, to read or to build a node after. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type FastPath, sendProblem } from "./http.ts"
import { sendDocument } from "./send-document.ts"

const POLICY = "default-src 'none'; frame-ancestors 'none'"

export function protocolPath(root: string): FastPath {
  return (req, res) => {
    if ((req.url ?? "").split("?", 1)[0] !== "/protocol") return false
    readFile(join(root, "docs/PROTOCOL.md"), "utf8").then(
      (body) =>
        sendDocument(req, res, {
          body,
          policy: POLICY,
          cacheControl: "public, max-age=3600",
          type: "text/plain; charset=utf-8",
        }),
      (error) => sendProblem(res, error),
    )
    return true
  }
}
