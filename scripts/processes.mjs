/** Which processes there are, with what arguments and on which port: web N, origin N+1, stand-ins and carriers after it. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./bootstrap.mjs"

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

/** More web processes on the same PostgreSQL; they listen from N+5 on and believe themselves to be at N. */
export const moreWebs = (config, env, count) =>
  Array.from({ length: count - 1 }, (_unused, i) => ({
    ...web({ ...env, FANFARE_LISTEN_PORT: String(config.port + 5 + i) }),
    name: `web-${i + 2}`,
  }))
export const origin = (env) => present([{ name: "origin", file: "server/origin.ts", env }])

/** The stranger's blog: it reads at every page which buttons of the sample world it shows. */
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

/** Bytes per second each may send: what a home line can spare. */
const UP_LIMITS = ["6M", "5M", "4M"]

/** Three carriers of three owners, each at an address of its own, so that each is a network of its own. */
export function carriers(config, env) {
  const { NODE_ENV: _, ...nodeEnv } = env
  const list = UP_LIMITS.map((upLimit, i) => ({
    name: `carrier-${i + 1}`,
    file: "peer-node/src/main.ts",
    folder: carrierFolder(config.dataDir, i + 1),
    args: ["--bind", `127.0.${i + 1}.1`, "--port", String(config.port + 10), "--up-limit", upLimit],
  }))
  return present(list)
    .filter(({ folder }) => existsSync(folder))
    .map(({ name, file, folder, args }) => ({
      name,
      file,
      args: ["run", "--data", folder, ...args],
      env: nodeEnv,
      readyLine: /listening/,
    }))
}

/** The sample world pairs a node in each of these; a folder that is not there is not run. */
const carrierFolder = (dataDir, number) => join(dataDir, "nodes", `carrier-${number}`)
