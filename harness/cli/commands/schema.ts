import { Argument } from "commander";
import { jsonSchema } from "../../scenario/index.ts";
import type { FileKind } from "../../scenario/index.ts";
import type { Register } from "../command.ts";

const KINDS: readonly FileKind[] = ["target", "scenario", "people", "baseline"];

export const registerSchema: Register = (program, { io }) => {
  program
    .command("schema")
    .description("print the JSON Schema of a file kind, for editors")
    .addArgument(new Argument("<kind>", "which file").choices(KINDS))
    .addHelpText(
      "after",
      "\nIn VS Code (YAML extension): jitterbug schema scenario > scenario.schema.json, and begin a file with\n  # yaml-language-server: $schema=./scenario.schema.json",
    )
    .action((kind: FileKind) => {
      io.stdout.write(`${JSON.stringify(jsonSchema(kind), null, 2)}\n`);
    });
};
