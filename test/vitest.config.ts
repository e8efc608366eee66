import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most tests wait for servers, browsers and containers: a core that is left free for them is left idle.
    maxWorkers: "100%",
  },
});
