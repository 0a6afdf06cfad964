import { defineConfig } from "vitest/config"

/** Pure tests share their processes; tests with a database get a process per file, as the database lives in it. */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "{app,components,db,embed,lib,peer-node,sandbox,scripts,server}/**/*.test.ts",
            "tests/architecture.test.ts",
          ],
          isolate: false,
        },
      },
      { extends: true, test: { name: "db", include: ["tests/{db,grid,sandbox,server,peer-node}/**/*.test.ts"] } },
      { extends: true, test: { name: "long", include: ["tests/long/**/*.test.ts"], testTimeout: 900_000 } },
    ],
  },
})
