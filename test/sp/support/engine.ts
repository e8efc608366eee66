import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";

export const NODE_IMAGE = "jitterbug-test/node";

/** Output of a docker command; null where it fails or there is none. */
export function docker(...words: readonly string[]): string | null {
  const { status, stdout } = spawnSync("docker", words, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Tests that need a container engine with the test images. Without them they are skipped, and the title says so; with CI
 * set that is a failure.
 */
export function describeWithEngine(title: string, tests: () => void, images: readonly string[] = [NODE_IMAGE]): void {
  const there = images.every((image) => docker("image", "inspect", image) !== null);
  describeWhere(there, "no engine or image is there: source test/containers/engine.sh", title, tests);
}

/** The same with `docker compose` or `docker-compose`. */
export function describeWithCompose(title: string, tests: () => void): void {
  const compose = docker("compose", "version") !== null || spawnSync("docker-compose", ["version"]).status === 0;
  const there = compose && docker("image", "inspect", NODE_IMAGE) !== null;
  const missing = "no engine, image or compose is there: source test/containers/engine.sh";
  describeWhere(there, missing, title, tests);
}

function describeWhere(there: boolean, missing: string, title: string, tests: () => void): void {
  if (there) describe(title, tests);
  else if (process.env["CI"] === undefined) describe.skip(`${title} [SKIPPED, ${missing}]`, tests);
  else test(`${title}: what it needs is there`, () => expect.fail(missing));
}

/** Containers, networks and volumes that are left of a run, or of every run of a target file. */
export function leftOf(of: { readonly run: string } | { readonly target: string }): readonly string[] {
  const labels =
    "run" in of
      ? [`jitterbug.run=${of.run}`, `com.docker.compose.project=jitterbug-${of.run}`]
      : [`jitterbug.target=${of.target}`];
  return labels.flatMap((label) =>
    [
      docker("ps", "--all", "--quiet", "--filter", `label=${label}`),
      docker("network", "ls", "--quiet", "--filter", `label=${label}`),
      docker("volume", "ls", "--quiet", "--filter", `label=${label}`),
    ].flatMap((text) => (text === null || text === "" ? [] : text.split("\n"))),
  );
}
