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
  if (images.every((image) => docker("image", "inspect", image) !== null)) {
    describe(title, tests);
    return;
  }
  const cure = "source test/containers/engine.sh";
  if (process.env["CI"] === undefined) describe.skip(`${title} [SKIPPED, no engine or image is there: ${cure}]`, tests);
  else test(`${title}: the engine is there`, () => expect.fail(`it is missing: ${cure}`));
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
