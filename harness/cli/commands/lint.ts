import { count, visible } from "../../report/index.ts";
import type { Register } from "../command.ts";
import { print } from "../io.ts";
import { lintPaths } from "../lint-paths.ts";

export const registerLint: Register = (program, context) => {
  program
    .command("lint")
    .description("find the faults of YAML files, each with its cure")
    .argument(
      "[paths...]",
      "files and folders (default: ./jitterbug.yaml, its baseline, ./scenarios, and the kit's own)",
    )
    .action((paths: readonly string[]) => {
      const { targets, people, shared, baselines, scenarios, notes } = lintPaths(context, paths);
      const parts = [
        [targets, "target file"],
        [people, "people file"],
        [shared, "file of shared steps"],
        [baselines, "baseline"],
        [scenarios, "scenario"],
      ] as const;
      const told = parts.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
      context.io.stdout.write(`${told.join(", ")}: no faults\n`);
      print(
        context.io.stdout,
        // What stands in `defaults` is said of every connection that takes it.
        [
          ...new Set(
            notes.map(({ place: { file, line, column }, message }) => `${file}:${line}:${column}: ${message}`),
          ),
        ].map(visible),
      );
    });
};
