/** Which processes there are, with what arguments and on which port: web N, origin N+1, stand-ins and carriers after it. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./bootstrap.mjs"

const CARRIERS = 3

/** What is not in the tree is left out. */
const present = (list) => list.filter((process) => existsSync(join(ROOT, process.file)))

/** The stand-ins for the outside world: never in production, and not where the real thing is configured. */
export function standIns(config, env) {
  if (config.mode === "production") return []
  const { port, dataDir, publicUrl, paypal } = config
  // They refuse to run as production, which the built pages need.
  const { NODE_ENV: _, ...toyEnv } = env
  const clock = ["--clock-url", `${publicUrl}/api/v1/clock`]
  const hook = ["--webhook-url", `${publicUrl}/api/webhooks/paypal`, "--webhook-id", paypal.webhookId]
  const credentials = ["--client-id", paypal.clientId, "--client-secret", paypal.clientSecret]
  const at = (offset, folder) => ["--port", String(port + offset), "--data", join(dataDir, "stand-ins", folder)]
  const wanted = []
  if (paypal.standIn)
    wanted.push({
      name: "paypal",
      file: "sandbox/paypal/main.ts",
      args: [...at(2, "paypal"), ...clock, ...hook, ...credentials],
    })
  if (!config.smtpUrl) wanted.push({ name: "mailbox", file: "sandbox/mailbox/main.ts", args: at(3, "mailbox") })
  return present(wanted).map((process) => ({ ...process, env: toyEnv, readyLine: /http:/ }))
}

export const web = (env) => ({ name: "web", file: "server/main.ts", env, vital: true })
export const origin = (env) => present([{ name: "origin", file: "server/origin.ts", env }])

/** The stranger's blog: it shows a button of the sample world, so it comes after it. */
export function blog(config, env) {
  const { NODE_ENV: _, ...toyEnv } = env
  const args = [
    "--port",
    String(config.port + 4),
    "--data",
    join(config.dataDir, "stand-ins", "blog"),
    "--store",
    config.publicUrl,
  ]
  return present([{ name: "blog", file: "sandbox/blog/main.ts", args, env: toyEnv, readyLine: /http:/ }])
}

/** Three carriers of three owners, each at an address of its own, so that each is a network of its own. */
export function carriers(config, env) {
  const { NODE_ENV: _, ...nodeEnv } = env
  const list = Array.from({ length: CARRIERS }, (_unused, i) => ({
    name: `carrier-${i + 1}`,
    file: "peer-node/src/main.ts",
    args: [
      "run",
      "--data",
      carrierFolder(config.dataDir, i + 1),
      "--host",
      `127.0.${i + 1}.1`,
      "--port",
      String(config.port + 10),
    ],
    env: nodeEnv,
    readyLine: /./,
  }))
  return present(list).filter((node) => existsSync(node.args[2]))
}

/** The sample world pairs a node in each of these; a folder that is not there is not run. */
export const carrierFolder = (dataDir, number) => join(dataDir, "nodes", `carrier-${number}`)
