import { describe, expect, it } from "vitest"
import { COMMANDS, parseArgv } from "./argv.ts"
import { NodeError } from "./errors.ts"

function lineOf(...argv: string[]) {
  const parsed = parseArgv(argv, { FANFARE_NODE_DATA: "/srv/node" })
  if (!("line" in parsed)) throw new Error("help")
  return parsed.line
}

const refusal = (...argv: string[]): string => {
  try {
    parseArgv(argv, {})
  } catch (error) {
    expect(error).toBeInstanceOf(NodeError)
    expect((error as NodeError).code).toBe("usage")
    return (error as Error).message
  }
  throw new Error("it was taken")
}

describe("parseArgv", () => {
  it("get takes a fan's code, and starts the demo when it is told to", () => {
    expect(lineOf("get", "tin-comet", "--try", "--code", "noor")).toMatchObject({ tries: true, code: "noor" })
    expect(lineOf("get", "tin-comet")).toMatchObject({ tries: false, code: null })
    expect(refusal("get", "tin-comet", "--code")).toMatch(/--code/)
    expect(refusal("open", "tin-comet", "--code", "noor")).toMatch(/--code/)
  })

  it("reads a command with its operand, its options and the common ones", () => {
    const line = lineOf(
      "get",
      "tin-comet",
      "--out",
      "x",
      "--origin-only",
      "--bind",
      "127.0.3.1",
      "--port",
      "3010",
      "--json",
    )
    expect(line).toMatchObject({
      command: "get",
      operand: "tin-comet",
      out: "x",
      originOnly: true,
      keepCarrying: false,
    })
    expect(line).toMatchObject({ bind: "127.0.3.1", port: 3010, json: true, dataDir: "/srv/node" })
  })

  it("prefers --data to the environment", () => {
    expect(lineOf("status", "--data", "/elsewhere").dataDir).toBe("/elsewhere")
  })

  it.each([
    ["0", 0],
    ["500k", 500_000],
    ["1.5M", 1_500_000],
    ["200G", 200_000_000_000],
    ["17", 17],
  ])("reads %s as bytes", (given, bytes) => {
    expect(lineOf("run", "--up-limit", given).uploadLimit).toBe(bytes)
  })

  it.each(["-5", "5x", "", "1e9", "9999999999999999"])("refuses %j as bytes", (given) => {
    expect(refusal("run", `--up-limit=${given}`)).toContain("--up-limit")
  })

  it.each(["0", "65536", "80a", "-1"])("refuses %j as a port", (port) => {
    expect(refusal("run", `--port=${port}`)).toContain("--port")
  })

  it("refuses names of hosts where an address is needed", () => {
    expect(refusal("run", "--bind", "localhost")).toContain("--bind")
  })

  it("refuses unknown commands, unknown options, options of other commands, and a wrong number of operands", () => {
    expect(refusal("fetch")).toContain("fetch")
    expect(refusal("run", "--fast")).toContain("--fast")
    expect(refusal("run", "--origin-only")).toContain("origin-only")
    expect(refusal("get")).toContain("get TITLE")
    expect(refusal("run", "now")).toContain("usage")
  })

  it("has help for the whole and for every command, naming what it takes", () => {
    const overview = parseArgv(["--help"], {})
    for (const [name, { usage }] of Object.entries(COMMANDS)) {
      expect("help" in overview && overview.help).toContain(name)
      const own = parseArgv([name, "--help"], {})
      expect("help" in own && own.help).toContain(usage)
    }
  })
})
