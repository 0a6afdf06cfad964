import { defineConfig } from "vitest/config"
import { patiently } from "./tests/support/patience.ts"

/** Tests that open sockets and start processes: they pass the same way, but not in a blink. */
const SWARMS = [
  "peer-node/engine/swarm.test.ts",
  "sandbox/**/*.test.ts",
  "lib/paypal/*.test.ts",
  "lib/outside/fetch-outside.test.ts",
]
const BESIDE = "{app,components,db,embed,lib,peer-node,sandbox,scripts,server}/**/*.test.ts"

/** Pure tests share their processes; tests with a database get a process per file, as the database lives in it. */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: patiently(20_000),
    hookTimeout: patiently(60_000),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [BESIDE, "tests/architecture.test.ts", "tests/e2e/*.test.ts"],
          exclude: [...SWARMS, "**/node_modules/**"],
          isolate: false,
        },
      },
      { extends: true, test: { name: "swarm", include: SWARMS } },
      { extends: true, test: { name: "db", include: ["tests/{crash,db,grid,sandbox,server,peer-node}/**/*.test.ts"] } },
      { extends: true, test: { name: "long", include: ["tests/long/**/*.test.ts"], testTimeout: patiently(900_000) } },
    ],
  },
})
