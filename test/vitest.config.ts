import { configDefaults, defineConfig } from "vitest/config";
import { leftOut } from "./long.ts";

const CONTAINERS = "test/sp/container/**/*.test.ts";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    // No test is about speed: this ends what hangs, also on a machine that does five other things.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Most tests wait for servers, browsers and containers: a core that is left free for them is left idle.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "machine",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, CONTAINERS, ...leftOut(process.env["JITTERBUG_PART"])],
          sequence: { groupOrder: 0 },
        },
      },
      // After the others: the networks that come and go with containers make a browser drop its connections.
      { extends: true, test: { name: "containers", include: [CONTAINERS], sequence: { groupOrder: 1 } } },
    ],
  },
});
