import { spawn } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { findHolder, lockFolder, openDataFolder } from "./data-folder.ts"

let root = ""
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "folder-"))
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

it("is held by one process at a time, and says by which", () => {
  const folder = openDataFolder(root)
  const unlock = lockFolder(folder)
  expect(findHolder(folder)?.pid).toBe(process.pid)
  expect(() => lockFolder(folder)).toThrow(String(process.pid))
  unlock()
  expect(findHolder(folder)).toBeNull()
  lockFolder(folder)()
})

it("is free again after its holder was killed, also when another process has got its pid", async () => {
  const folder = openDataFolder(root)
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"])
  await once(child, "spawn")
  fs.writeFileSync(folder.lock, JSON.stringify({ pid: child.pid, started: null }))
  expect(() => lockFolder(folder)).toThrow(String(child.pid))
  child.kill("SIGKILL")
  await once(child, "exit")
  lockFolder(folder)()
  fs.writeFileSync(folder.lock, JSON.stringify({ pid: process.pid, started: "1" }))
  lockFolder(folder)()
})

it("takes over a lock that is half written", () => {
  const folder = openDataFolder(root)
  fs.writeFileSync(folder.lock, '{"pid":')
  lockFolder(folder)()
})

it("keeps its rooms to its owner", () => {
  const folder = openDataFolder(path.join(root, "new"))
  expect(fs.statSync(folder.root).mode & 0o077).toBe(0)
  expect(fs.statSync(folder.licences).mode & 0o077).toBe(0)
})
